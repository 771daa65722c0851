"""Before somebody decides whose a payment is: the payment as it stands, and whom it can be credited to."""

from dataclasses import dataclass

from sqlalchemy import Connection

from sales_core.errors import InputError
from sales_core.money import Currency
from sales_core.payment_history import PaymentNow
from sales_core.reporting.account import load_account_or_default
from sales_core.reporting.people import load_managers
from sales_core.reports.sales import Manager
from sales_core.store.directory import load_active_users
from sales_core.store.import_lookups import load_emails
from sales_core.store.payment_writing import load_payments_now


@dataclass(frozen=True, slots=True)
class CreditDesk:
    """``credited``: who has the payment or a share of it, the largest first. ``managers``: by id in the order of their
    names, active users and those who are credited."""

    payment: PaymentNow
    credited: tuple[int, ...]
    managers: dict[int, Manager]
    currency: Currency


def load_credit_desk(conn: Connection, payment_id: int) -> CreditDesk:
    """Raises InputError for a payment that is not there."""
    payment = load_payment(conn, payment_id)
    alone = payment.terms.credited_to
    credited = tuple(manager_id for manager_id, _ in payment.terms.credit_shares) or ((alone,) if alone else ())
    users = load_managers(conn)
    choices = [users.get(id_) or Manager(id_, "") for id_ in load_active_users(conn) | set(credited)]
    by_name = sorted(choices, key=lambda manager: (manager.name.casefold(), manager.id))
    return CreditDesk(
        payment, credited, {manager.id: manager for manager in by_name}, load_account_or_default(conn).currency
    )


def load_payment(conn: Connection, payment_id: int) -> PaymentNow:
    """Raises InputError for a payment that is not there."""
    payment = load_payments_now(conn, [payment_id]).get(payment_id)
    if payment is None:
        raise InputError("There is no payment {number}", number=str(payment_id))
    return payment


def find_manager(conn: Connection, text: str) -> int:
    """The user meant by an amoCRM id, an e-mail address or a whole name. Raises InputError unless it is one."""
    wanted = text.strip().casefold()
    called = [(str(manager.id), manager.name.casefold(), manager.id) for manager in load_managers(conn).values()]
    called += [(str(id_), email.casefold(), id_) for id_, email in load_emails(conn)]
    found = {id_ for number, name, id_ in called if wanted and wanted in (number, name)}
    if not found:
        raise InputError("There is no manager “{text}”: write an id, an e-mail address or a whole name", text=text)
    if len(found) > 1:
        raise InputError("“{text}” is the name of several managers: write the id or the e-mail address", text=text)
    return found.pop()
