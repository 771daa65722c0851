"""A lead of one manager in Moscow, and payments as their author sees them."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from sales_core.payment_history import PastAct, PaymentNow, Terms, Via
from sales_core.register.saving import save_wishes
from sales_core.register.undoing import undo_act
from sales_core.register.wishes import Wishes
from sales_core.store.acts import Act
from sales_core.store.payment_writing import load_lead_payments
from tests.store.conftest import NOW
from tests.store.conftest import conn as conn  # noqa: PLC0414 - the fixture

OCT_5, OCT_10, OCT_20 = date(2026, 10, 5), date(2026, 10, 10), date(2026, 10, 20)


def payment(amount_minor: int = 100_00, due_on: date = OCT_10, **terms: Any) -> PaymentNow:
    """One that stands nowhere, for what needs no database."""
    return PaymentNow(7, 3, Terms(1, amount_minor, due_on, **{"source": "manual"} | terms))


def save(conn: Connection, wishes: Wishes, at: int = NOW, by: str = "anna") -> int | None:
    return save_wishes(conn, wishes, Act(at, Via.PAGE, by))


def undo(conn: Connection, number: int, at: int = NOW) -> PastAct:
    return undo_act(conn, number, at, Via.COMMAND, "boris")


def payments(conn: Connection, lead_id: int = 1) -> list[PaymentNow]:
    return load_lead_payments(conn, lead_id)


def the_one(conn: Connection) -> PaymentNow:
    (found,) = payments(conn)
    return found
