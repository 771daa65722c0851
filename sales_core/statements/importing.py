"""A statement's file into the database: all its lines, each once, or, when anything in the file is wrong, nothing."""

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from sales_core.bank.reading import parse_statement
from sales_core.bank.statement import ROUBLE, Direction, Document, Statement
from sales_core.errors import InputError, not_synced
from sales_core.reporting.account import load_account_info
from sales_core.store.bank_lines import known_identities, knows_file, save_statement


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file brought. Money that moved between the company's own accounts is left out and only counted."""

    statement: Statement
    is_repeated: bool
    incoming: int
    incoming_minor: int
    outgoing: int
    known: int
    own: int

    @property
    def period(self) -> tuple[date | None, date | None]:
        """Its first and last day, by the bank or by its lines."""
        whole = self.statement
        stated = [(whole.begins_on, whole.ends_on), *((each.begins_on, each.ends_on) for each in whole.sections)]
        said = [day for days in stated for day in days if day is not None]
        days = said or [document.booked_on for document in whole.documents]
        return min(days, default=None), max(days, default=None)

    @property
    def added(self) -> int:
        return self.incoming + self.outgoing


def plan_statement(conn: Connection, content: bytes, file: str) -> Imported:
    """What ``import_statement`` would do; the same errors."""
    account = load_account_info(conn)
    if account is None:
        raise not_synced()
    if account.currency != ROUBLE:
        raise InputError(
            "A statement for 1C is kept in roubles, and the account counts in {currency}",
            currency=account.currency.code,
        )
    statement = parse_statement(content, file)
    others = [document for document in statement.documents if document.direction is not Direction.OWN]
    known = known_identities(conn, [document.identity.as_text() for document in others])
    new = [document for document in others if document.identity.as_text() not in known]
    incoming = [document.amount_minor for document in new if document.direction is Direction.INCOMING]
    return Imported(
        statement=statement,
        is_repeated=knows_file(conn, _digest(content)),
        incoming=len(incoming),
        incoming_minor=sum(incoming),
        outgoing=len(new) - len(incoming),
        known=len(others) - len(new),
        own=len(statement.documents) - len(others),
    )


def import_statement(conn: Connection, content: bytes, file: str, now: int, by: str) -> Imported:
    """Stores the file's lines that are not there yet. Raises InputError (WrongFileError with every fault by its line)
    and stores nothing."""
    imported = plan_statement(conn, content, file)
    statement, (begins_on, ends_on) = imported.statement, imported.period
    row = {
        "file": file,
        "digest": _digest(content),
        "begins_on": begins_on,
        "ends_on": ends_on,
        "accounts": list(statement.accounts),
        "imported_at": now,
        "imported_by": by,
    }
    lines = [_line(document) for document in statement.documents if document.direction is not Direction.OWN]
    save_statement(conn, row, lines)
    return imported


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _line(document: Document) -> dict[str, object]:
    came = document.direction is Direction.INCOMING
    return {
        "identity": document.identity.as_text(),
        "account": (document.recipient if came else document.payer).account,
        "booked_on": document.booked_on,
        "amount_minor": document.amount_minor if came else -document.amount_minor,
        "number": document.number,
        "party_name": document.counterparty.name,
        "party_inn": document.counterparty.inn,
        "party_account": document.counterparty.account,
        "purpose": document.purpose,
    }
