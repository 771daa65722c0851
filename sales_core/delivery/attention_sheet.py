"""What needs attention as a sheet, kind by kind, and as a JSON document."""

from collections.abc import Mapping, Sequence

from sales_core.attention import Counted, Item, Kind
from sales_core.delivery.documents import Document
from sales_core.delivery.payments_sheet import LeadUrl
from sales_core.delivery.sheet import Column, Level, Line, Part, Sheet
from sales_core.delivery.sheet import Kind as Holds
from sales_core.i18n import N_, Language
from sales_core.money import Currency

Items = Mapping[Kind, Sequence[Item]]
_COLUMNS = (N_("What"), N_("How it stands"), N_("Manager"), N_("Deal"))


def build_attention_sheet(
    counted: Sequence[Counted], items: Items, lead_url: LeadUrl, currency: Currency, language: Language
) -> Sheet:
    """Each kind under a heading with how many there are; ``items`` may be the first of them only."""
    columns = [Column(language.text(title), Holds.TEXT) for title in _COLUMNS]
    columns.append(Column(language.text("Link"), Holds.TEXT, is_link=True))
    lines = []
    for each in counted:
        title = language.text("{title}: {count}", title=language.text(each.about.title), count=each.count)
        lines.append(Line(Level.HEADING, (title, *[""] * (len(columns) - 1))))
        lines += [Line(Level.ROW, _values(item, lead_url)) for item in items[each.kind]]
    return Sheet(
        name=language.text("Needs attention"),
        title=language.text("Needs attention"),
        notes=() if counted else (language.text("Nothing needs attention"),),
        parts=(Part("", tuple(columns)),),
        lines=tuple(lines),
        currency=currency,
        key_columns=1,
    )


def build_attention_document(
    counted: Sequence[Counted], items: Items, lead_url: LeadUrl, language: Language
) -> Document:
    """``tablo attention --format json``: every kind there are any of; texts in the reader's language."""
    return {
        "count": sum(each.count for each in counted),
        "kinds": [
            {
                "kind": each.kind.value,
                "title": language.text(each.about.title),
                "what": language.text(each.about.what),
                "mend": language.text(each.about.mend),
                "count": each.count,
                "items": [_item(item, lead_url) for item in items[each.kind]],
            }
            for each in counted
        ],
    }


def _values(item: Item, lead_url: LeadUrl) -> tuple[str, ...]:
    is_lead = item.lead_id is not None
    number, link = (str(item.lead_id), lead_url(item.lead_id or 0)) if is_lead else ("", "")
    return item.subject, item.note, item.manager, number, link


def _item(item: Item, lead_url: LeadUrl) -> Document:
    return {
        "subject": item.subject,
        "note": item.note,
        "manager": item.manager or None,
        "lead_id": item.lead_id,
        "lead_url": None if item.lead_id is None else lead_url(item.lead_id),
    }
