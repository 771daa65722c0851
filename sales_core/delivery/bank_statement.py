"""A bank's statement as a sheet and as a JSON document (docs/commands.md): what a file holds; nothing is stored."""

from datetime import date

from sales_core.bank.balances import is_checked
from sales_core.bank.charset import CHARSETS
from sales_core.bank.statement import ROUBLE, Direction, Document, Party, Stated, Statement
from sales_core.delivery import documents
from sales_core.delivery.sheet import Column, Kind, Level, Line, Part, Sheet
from sales_core.i18n import DASH, N_, Language

_DIRECTIONS = {
    Direction.INCOMING: N_("incoming"),
    Direction.OUTGOING: N_("outgoing"),
    Direction.OWN: N_("between own accounts"),
}
_TOTALS = {
    Direction.INCOMING: N_("Incoming in all"),
    Direction.OUTGOING: N_("Outgoing in all"),
    Direction.OWN: N_("Between own accounts in all"),
}
_COLUMNS = (
    (N_("Day"), Kind.DAY),
    (N_("Direction"), Kind.TEXT),
    (N_("Amount"), Kind.MONEY),
    (N_("Payer or payee"), Kind.TEXT),
    (N_("INN"), Kind.TEXT),
    (N_("Purpose"), Kind.TEXT),
    (N_("Number"), Kind.TEXT),
    (N_("Line of the file"), Kind.COUNT),
)


def build_statement_sheet(statement: Statement, language: Language) -> Sheet:
    """One line per document in the file's order, and the sum of each direction below."""
    columns = tuple(Column(language.text(title), kind) for title, kind in _COLUMNS)
    return Sheet(
        name=language.text("Bank statement"),
        title=_title(statement, language),
        notes=tuple(_notes(statement, language)),
        parts=(Part("", columns),),
        lines=(
            *(_line(document, language) for document in statement.documents),
            *(_total(statement, direction, language) for direction in Direction),
        ),
        currency=ROUBLE,
        key_columns=3,
    )


def build_statement_document(statement: Statement) -> documents.Document:
    """``tablo bank show --format json``."""
    return {
        "charset": statement.charset,
        "begins_on": _iso(statement.begins_on),
        "ends_on": _iso(statement.ends_on),
        "accounts": [_account(statement, account) for account in statement.accounts],
        "documents": [_document(document) for document in statement.documents],
    }


def _title(statement: Statement, language: Language) -> str:
    if statement.begins_on is None or statement.ends_on is None:
        return language.text("Bank statement")
    return language.text(
        "Bank statement, {begins} to {ends}",
        begins=language.day(statement.begins_on), ends=language.day(statement.ends_on),
    )  # fmt: skip


def _notes(statement: Statement, language: Language) -> list[str]:
    notes = [_account_note(statement, account, language) for account in statement.accounts]
    charset = language.text("The file is in {charset}.", charset=CHARSETS[statement.charset])
    return [*notes, f"{charset} {language.text('This only shows it: nothing was stored.')}"]


def _account_note(statement: Statement, account: str, language: Language) -> str:
    said = _stated(statement, account)
    amounts = {
        name: DASH if minor is None else language.money(minor, ROUBLE, exact=True) for name, minor in said.items()
    }
    whole = language.text(
        "Account {account}: opening {opening}, received {received}, written off {written_off}, closing {closing}.",
        account=account, **amounts,
    )  # fmt: skip
    checked = (
        language.text("The documents add up to it.")
        if is_checked(statement, account)
        else language.text("The file does not say enough to check the documents against.")
    )
    return f"{whole} {checked}"


def _stated(statement: Statement, account: str) -> dict[str, int | None]:
    """What the bank says of an account over all days of the file."""
    sections = statement.sections_of(account)
    return {
        "opening": _minor(sections[0].opening) if sections else None,
        "received": _sum([section.received for section in sections]),
        "written_off": _sum([section.written_off for section in sections]),
        "closing": _minor(sections[-1].closing) if sections else None,
    }


def _minor(stated: Stated | None) -> int | None:
    return None if stated is None else stated.minor


def _sum(stated: list[Stated | None]) -> int | None:
    known = [each.minor for each in stated if each is not None]
    return sum(known) if known and len(known) == len(stated) else None


def _line(document: Document, language: Language) -> Line:
    return Line(
        Level.ROW,
        (
            document.booked_on,
            language.text(_DIRECTIONS[document.direction]),
            document.amount_minor,
            document.counterparty.name,
            document.counterparty.inn,
            document.purpose,
            document.number,
            document.line,
        ),
    )


def _total(statement: Statement, direction: Direction, language: Language) -> Line:
    amount = sum(document.amount_minor for document in statement.documents if document.direction is direction)
    return Line(Level.TOTAL, ("", language.text(_TOTALS[direction]), amount, "", "", "", "", ""))


def _account(statement: Statement, account: str) -> documents.Document:
    amounts = {name: documents.money_text(minor, ROUBLE) for name, minor in _stated(statement, account).items()}
    return {"account": account} | amounts | {"checked": is_checked(statement, account)}


def _document(document: Document) -> documents.Document:
    return {
        "line": document.line,
        "kind": document.kind,
        "number": document.number,
        "dated_on": _iso(document.dated_on),
        "booked_on": _iso(document.booked_on),
        "direction": document.direction.value,
        "amount": ROUBLE.plain(document.amount_minor),
        "payer": _party(document.payer),
        "recipient": _party(document.recipient),
        "purpose": document.purpose,
    }


def _party(party: Party) -> documents.Document:
    return {"name": party.name, "inn": party.inn or None, "account": party.account or None}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
