"""The words by which columns of spreadsheets are called, in Russian and English."""

import re
from enum import StrEnum


class Field(StrEnum):
    """What a column can hold. The first seven are the columns of Tablo's own file, by their names there."""

    LEAD_ID = "lead_id"
    LEAD_URL = "lead_url"
    AMOUNT = "amount"
    DUE_ON = "due_on"
    PAID_ON = "paid_on"
    COMMENT = "comment"
    EXTERNAL_ID = "external_id"
    DEAL = "deal"
    CLIENT = "client"
    MANAGER = "manager"
    BUDGET = "budget"


def plain_words(text: str) -> str:
    """Small letters and digits with single spaces; «№» is a word."""
    spaced = re.sub(r"[^\w№#]|_", " ", text.casefold().replace("ё", "е"))
    return " ".join(re.sub(r"[№#]", " номер ", spaced).split())


def field_of(words: str) -> Field | None:
    """What a column called so most likely is. ``words``: as ``plain_words`` gives them; a number at the end counts
    instalments and says nothing."""
    own = words.replace(" ", "_")
    if own in _OWN:
        return Field(own)
    plain = re.sub(r"\s*\b\d+$", "", words)
    return next((field for field, pattern in _PATTERNS if pattern.search(plain)), None)


_OWN = {field.value for field in Field}

_NUMBER = r"\b(?:номер|n|no|id)"
_WORDS = {
    Field.LEAD_URL: (r"\b(?:ссылка|url|link|адрес сделки)\b",),
    Field.EXTERNAL_ID: (
        rf"{_NUMBER} (?:счета|сч|платежа|оплаты|invoice|payment)\b",
        r"^счет$",
        r"\binvoice (?:номер|n|no|number|id)\b",
        r"\bexternal id\b|\bвнешний (?:id|номер|код)\b",
    ),
    Field.LEAD_ID: (
        rf"{_NUMBER} (?:сделки|лида|lead|deal)\b",
        r"\b(?:сделка|lead|deal) (?:номер|n|no|number|id)\b",
        r"^id$",
    ),
    Field.BUDGET: (
        r"бюджет|стоимость|\bbudget\b",
        r"\b(?:сумма|цена) (?:сделки|договора|контракта|проекта)\b",
        r"\b(?:deal|contract) (?:amount|value)\b",
    ),
    Field.PAID_ON: (
        r"\bдата (?:фактической )?(?:оплаты|поступления|зачисления|факт)",
        r"^оплачен[оа]?$|\bфакт(?:ическая)? дата\b|поступил",
        r"\bpaid\b|\bpayment date\b",
    ),
    Field.DUE_ON: (
        r"\bсрок|\bоплатить до\b|^дата$|^date$|\bdue\b",
        r"\bплан(?:овая)? дата\b|\bдата (?:план|платеж|ожида|к оплате|по плану)",
        r"\bожидаем\w+ дата\b|\bplanned date\b",
    ),
    Field.COMMENT: (r"комментари|примечани|назначение|заметк|\bcomments?\b|\bnotes?\b|\bpurpose\b",),
    Field.MANAGER: (
        r"менеджер|ответственн|продавец|сотрудник",
        r"\bmanager\b|\bowner\b|\bresponsible\b|\bsales ?(?:person|rep)\b",
    ),
    Field.CLIENT: (
        r"клиент|контрагент|компания|заказчик|покупатель|плательщик|организация|контакт",
        r"\bclient\b|\bcustomer\b|\bcompany\b|\bpayer\b|\bbuyer\b",
    ),
    Field.AMOUNT: (
        r"\bсумм|\bплатеж\b|\bк оплате\b|\bоплата\b|\bвзнос\b|\bтранш",
        r"\bamount\b|\bpayment\b|\bsum\b|\btotal\b",
    ),
    Field.DEAL: (r"сделка|проект|наименование|название|договор", r"\bdeal\b|\blead\b|\bproject\b"),
}
_PATTERNS = tuple((field, re.compile("|".join(patterns))) for field, patterns in _WORDS.items())
"""Tried in this order."""
