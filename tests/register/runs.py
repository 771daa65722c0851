"""Acts upon the register, one after another, for processes of their own."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from sales_core.payment_history import Via
from sales_core.register.payments import Part, pay, refund, share_credit, split
from sales_core.register.saving import save_wishes
from sales_core.register.undoing import undo_last_import
from sales_core.store.acts import Act
from sales_core.store.payment_writing import load_lead_payments
from tests.imports.importing import import_payments
from tests.killing import Transaction
from tests.store.conftest import NOW

OCT_10, OCT_20 = date(2026, 10, 10), date(2026, 10, 20)
FILE = (
    "lead_id;amount;due_on;paid_on;external_id\n1;{};2026-10-05;;a\n1;200;2026-10-06;2026-10-07;b\n2;300;2026-11-01;;\n"
)


def bring_a_file(conn: Connection) -> None:
    import_payments(conn, FILE.format(100).encode(), "first.csv", NOW, "anna")


def pay_a_part(conn: Connection) -> None:
    save_wishes(conn, pay(load_lead_payments(conn, 1)[0], OCT_20, 40_00), _act())


def split_in_two(conn: Connection) -> None:
    (payment,) = load_lead_payments(conn, 2)
    save_wishes(conn, split(payment, [Part(100_00, OCT_10), Part(200_00, OCT_20)]), _act())


def give_back(conn: Connection) -> None:
    payments = load_lead_payments(conn, 1)
    paid = next(payment for payment in payments if payment.terms.external_id == "b")
    save_wishes(conn, refund(paid, 50_00, OCT_20, "", payments), _act())


def share_the_credit(conn: Connection) -> None:
    paid = next(payment for payment in load_lead_payments(conn, 1) if payment.terms.external_id == "b")
    save_wishes(conn, share_credit(paid, {11: Decimal("0.7"), 12: Decimal("0.3")}), _act())


def bring_another(conn: Connection) -> None:
    import_payments(conn, FILE.format(150).encode(), "second.csv", NOW, "anna")


def take_it_back(conn: Connection) -> None:
    undo_last_import(conn, NOW, Via.COMMAND, "anna")


DEEDS: list[Transaction] = [
    bring_a_file, pay_a_part, split_in_two, give_back, share_the_credit, bring_another, take_it_back,
]  # fmt: skip


def _act() -> Act:
    return Act(NOW, Via.PAGE, "anna")
