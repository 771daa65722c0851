"""Deeds upon the bank's lines, one after another, for processes of their own."""

from sqlalchemy import Connection

from sales_core.periods import Month
from sales_core.statements.confirming import Deed, NewPayment, Share, confirm, release
from sales_core.statements.importing import import_statement
from sales_core.store.bank_lines import load_lines_of
from tests.bank.writing import account, document, written
from tests.killing import Transaction
from tests.store.conftest import NOW

ANNA = Deed(NOW, "anna")
CONTENT = written(
    [document(Номер=1), document(Номер=2, НазначениеПлатежа="сделка 501")],
    [account(ВсегоПоступило="2000.00", КонечныйОстаток="2500.00")],
).encode()


def bring(conn: Connection) -> None:
    import_statement(conn, CONTENT, "s.txt", NOW, "anna")


def pay_a_part_and_a_new_one(conn: Connection) -> None:
    confirm(conn, line(conn), [Share(1, 1, 600_00)], ANNA, [NewPayment(502, 400_00)])


def take_back(conn: Connection) -> None:
    release(conn, line(conn), ANNA)


def line(conn: Connection) -> int:
    return next(one.id for one in load_lines_of(conn, Month(2026, 10)) if one.number == "2")


DEEDS: list[Transaction] = [bring, pay_a_part_and_a_new_one, take_back]
