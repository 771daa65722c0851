"""Whatever becomes of an invoice in amoCRM becomes of its payment, told by a hint, by a scan or by a full pass."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from sales_core.amocrm.parsing import Fault
from sales_core.decisions import Change, value_entry
from sales_core.demo.entities import Catalog, Invoice
from sales_core.demo.setting_up import INVOICES
from sales_core.demo.world import World
from sales_core.setting_names import INVOICES as SOURCE
from sales_core.settings.saving import Author, save_changes
from sales_core.store.attribution import month_sums_differ
from sales_core.store.decisions import load_entries
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment
from sales_core.sync.invoices import LIST_GONE, OTHER_CURRENCY
from sales_core.sync.passes import PassResult, start_over
from sales_core.sync.references import SEVERAL_LISTS
from tests.sync.conftest import Site
from tests.sync.worlds import A, B, Hands, held, history_agrees, quiet_world, stored

Told = tuple[int, int, bool]
"""Which of the leads, counted from 0; minor units; whether it is paid."""
DAY_S = 86_400
REFERENCES_S = 3_600


class Account:
    """Leads, the first with an invoice of 1 500,50 that was read a minute ago."""

    def __init__(self, site: Site, *, bills: int = 1) -> None:
        self.site, self.world, self.hands = site, site.world, site.hands
        self.leads = [lead.id for lead in self.world.leads]
        self.world.knobs.invoice_hints = False
        self.bills = [self.send_bill(lead) for lead in self.leads[:bills]]
        self.bill = self.bills[0]
        self.world.knobs.invoice_hints = True
        site.sync()
        self.hands.forward()

    def send_bill(self, lead_id: int) -> int:
        return self.world.add_invoice("1500.50", lead_id=lead_id, planned_at=self.hands.now + 5 * DAY_S).id

    def scan(self) -> PassResult:
        """What an incremental pass of the next minutes finds."""
        self.hands.forward(300)
        return self.site.sync()

    def read_all(self) -> PassResult:
        self.hands.forward(60)
        start_over(self.site.session())
        return self.site.sync()

    @property
    def payments(self) -> list[Any]:
        with self.site.database.read() as conn:
            return list(conn.execute(select(table_of(Payment)).order_by(columns(Payment).id)))

    @property
    def told(self) -> list[Told]:
        return [(self.leads.index(row.lead_id), row.amount_minor, row.paid_on is not None) for row in self.payments]

    def switch(self, *, on: bool) -> None:
        entry = value_entry(SOURCE)
        with self.site.database.write() as conn:
            seen = load_entries(conn).get(entry)
            save_changes(conn, [Change(entry, seen, None if on else False)], Author("Анна", "page"), self.hands.now)

    def is_whole(self) -> bool:
        with self.site.database.read() as conn:
            return month_sums_differ(conn) == []


@pytest.fixture
def account(site_of: Callable[..., Site]) -> Account:
    hands = Hands()
    return Account(site_of(quiet_world(hands), hands))


@dataclass(frozen=True)
class Bill:
    """``here``: the lead it is linked to; ``other``: one without an invoice, of a higher number."""

    world: World
    id: int
    here: int
    other: int


Deed = Callable[[Bill], Iterator[None]]
DEEDS: dict[Deed, tuple[str, int, bool] | None] = {}
"""Which lead's payment there is in the end, of how much, and whether it is paid. At each ``yield`` a pass goes by."""


def ends_as(*payment: Any) -> Callable[[Deed], Deed]:
    def note(deed: Deed) -> Deed:
        DEEDS[deed] = payment or None
        return deed

    return note


@ends_as("here", 2_000_00, False)
def correct(bill: Bill) -> Iterator[None]:
    yield
    bill.world.change_invoice(bill.id, price="2000", payment_at=bill.world.now() + 9 * DAY_S, payer="ООО «Другой»")


@ends_as("here", 1_500_50, True)
def pay(bill: Bill) -> Iterator[None]:
    yield
    bill.world.pay_invoice(bill.id)


@ends_as("here", 1_500_50, True)
def pay_in_advance(bill: Bill) -> Iterator[None]:
    yield
    bill.world.pay_invoice(bill.id, status="paid_in_advance")


@ends_as("here", 1_500_50, False)
def pay_in_part(bill: Bill) -> Iterator[None]:
    yield
    bill.world.pay_invoice(bill.id, status="partially_paid")


@ends_as("here", 1_500_50, True)
def pay_the_rest(bill: Bill) -> Iterator[None]:
    bill.world.pay_invoice(bill.id, status="partially_paid")
    yield
    bill.world.pay_invoice(bill.id)


@ends_as("here", 1_500_50, False)
def pay_and_take_it_back(bill: Bill) -> Iterator[None]:
    bill.world.pay_invoice(bill.id)
    yield
    bill.world.change_invoice(bill.id, status="created")


@ends_as()
def take_the_amount_away(bill: Bill) -> Iterator[None]:
    yield
    bill.world.change_invoice(bill.id, price="")


@ends_as()
def unlink(bill: Bill) -> Iterator[None]:
    yield
    bill.world.unlink_invoice(bill.here, bill.id)


@ends_as("other", 1_500_50, True)
def move(bill: Bill) -> Iterator[None]:
    yield
    bill.world.pay_invoice(bill.id)
    bill.world.unlink_invoice(bill.here, bill.id)
    bill.world.link_invoice(bill.other, bill.id)


@ends_as("here", 1_500_50, False)
def link_twice(bill: Bill) -> Iterator[None]:
    yield
    bill.world.link_invoice(bill.other, bill.id)


@ends_as()
def delete(bill: Bill) -> Iterator[None]:
    yield
    bill.world.delete_invoice(bill.id)


@ends_as()
def delete_though_listed(bill: Bill) -> Iterator[None]:
    yield
    bill.world.delete_invoice(bill.id, still_listed=True)


@ends_as("here", 1_500_50, False)
def delete_and_restore(bill: Bill) -> Iterator[None]:
    bill.world.delete_invoice(bill.id)
    yield
    bill.world.restore_invoice(bill.id)
    bill.world.link_invoice(bill.here, bill.id)


@ends_as("here", 1_500_50, False)
def give_a_status_nobody_knows(bill: Bill) -> Iterator[None]:
    yield
    bill.world.change_invoice(bill.id, status="cancelled")


@pytest.mark.parametrize("follow", [Account.scan, Account.read_all], ids=["incremental", "full"])
def test_payments_follow_their_invoices(site_of: Callable[..., Site], follow: Callable[[Account], PassResult]) -> None:
    """Each deed upon an invoice of its own, all at once."""
    hands, count = Hands(), len(DEEDS)
    account = Account(site_of(quiet_world(hands, leads=2 * count), hands), bills=count)
    pairs = zip(account.bills, account.leads[:count], account.leads[count:], strict=True)
    bills = [Bill(account.world, *each) for each in pairs]
    deeds = [deed(bill) for deed, bill in zip(DEEDS, bills, strict=True)]
    for go_on in (account.scan, lambda: follow(account)):
        for deed in deeds:
            next(deed, None)
        go_on()
    there = {payment.invoice_id: payment for payment in account.payments}
    found = {
        deed.__name__: payment and (
            {bill.here: "here", bill.other: "other"}[payment.lead_id], payment.amount_minor, payment.paid_on is not None
        )
        for deed, bill in zip(DEEDS, bills, strict=True)
        for payment in [there.get(bill.id)]
    }  # fmt: skip
    assert found == {deed.__name__: wanted for deed, wanted in DEEDS.items()}
    assert stored(account.site.database)["links"] == held(account.world)["links"]
    assert account.is_whole()
    assert history_agrees(account.site.database)


def test_credit_is_frozen_when_the_invoice_turns_paid(account: Account) -> None:
    account.world.pay_invoice(account.bill)
    account.scan()
    account.hands.forward()
    account.world.reassign_lead(account.leads[0], B)
    account.scan()
    (payment,) = account.payments
    assert (payment.credited_to, payment.manager_id) == (A, A)


def test_without_any_hint_a_link_is_found_by_the_invoice_that_changed(account: Account) -> None:
    account.world.knobs.invoice_hints = False
    (*_,) = move(Bill(account.world, account.bill, *account.leads[:2]))
    account.scan()
    assert account.told == [(1, 1_500_50, True)]


def test_an_invoice_that_cannot_be_read_is_told_and_its_payment_stays(account: Account) -> None:
    account.world.change_invoice(account.bill, price="много")
    account.hands.forward(300)
    result = account.site.sync()
    assert account.told == [(0, 1_500_50, False)]
    fault = {"resource": "invoices", "item": str(account.bill), "field": "BILL_PRICE"}
    assert (Fault.template, fault) in result.remarks


def test_a_token_without_rights_takes_no_absence_for_a_deletion(account: Account) -> None:
    account.site.token = "demo-manager-token"
    account.hands.forward(REFERENCES_S)
    account.site.sync()
    account.world.thrown_invoices.add(account.world.invoices.remove(account.bill))
    account.scan()
    assert account.told == [(0, 1_500_50, False)]


# ---------------------------------------------------------------- the list itself


def test_the_list_and_its_fields_may_be_called_anything(account: Account) -> None:
    for place, catalog in enumerate(account.world.catalogs):
        catalog.name = f"Список {place}"
    for field in account.world.fields:
        field.name, field.id = f"Поле {field.id}", field.id + 5_000_000
        for option in field.options:
            option.value, option.id = f"Вариант {option.id}", option.id + 5_000_000
    account.world.pay_invoice(account.bill)
    account.scan()
    assert account.told == [(0, 1_500_50, True)]


def test_a_list_that_is_switched_off_leaves_the_payments_and_says_so(account: Account) -> None:
    account.world.pay_invoice(account.bill)
    account.scan()
    catalogs, paid = list(account.world.catalogs), account.payments
    account.world.drop_list_of_invoices()
    account.hands.forward(REFERENCES_S)
    assert LIST_GONE in [template for template, _ in account.site.sync().remarks]
    assert account.payments == paid
    account.world.catalogs = catalogs
    account.world.change_invoice(account.bill, price="1600")
    account.hands.forward(REFERENCES_S)
    assert LIST_GONE not in [template for template, _ in account.site.sync().remarks]
    assert account.told == [(0, 1_600_00, True)]


def test_a_list_that_answers_no_more_before_the_account_says_so_stops_nothing(account: Account) -> None:
    account.world.catalogs = []
    assert LIST_GONE in [template for template, _ in account.scan().remarks]
    assert account.told == [(0, 1_500_50, False)]


def test_an_account_that_never_had_invoices_is_told_nothing(site_of: Callable[..., Site]) -> None:
    hands = Hands()
    world = quiet_world(hands)
    world.drop_list_of_invoices()
    assert LIST_GONE not in [template for template, _ in site_of(world, hands).sync().remarks]


def test_of_several_lists_the_oldest_is_read_and_that_is_told(account: Account) -> None:
    newer = Catalog(INVOICES + 100, "Счета 2", "invoices", 5, account.hands.now, A)
    account.world.catalogs.insert(0, newer)
    account.world.account.names_its_invoices = False
    account.world.pay_invoice(account.bill)
    account.hands.forward(REFERENCES_S)
    result = account.site.sync()
    assert (SEVERAL_LISTS, {"count": 2, "name": "Счета/покупки"}) in result.remarks
    assert account.told == [(0, 1_500_50, True)]


def test_invoices_of_another_currency_are_told(account: Account) -> None:
    bills = [account.world.add_invoice(100, lead_id=lead, name=f"№ {lead}") for lead in account.leads]
    for bill, number in zip(bills, (5, 5, 8), strict=True):
        account.world.invoices[bill.id].currency_id = number
    result = account.scan()
    assert (OTHER_CURRENCY, {"count": 1, "name": bills[2].name, "currency": "RUB"}) in result.remarks


# ---------------------------------------------------------------- the switch


def test_switched_off_and_on_with_syncs_between_nothing_is_doubled_or_lost(account: Account) -> None:
    account.world.pay_invoice(account.bill)
    account.scan()
    (before,) = account.payments
    account.switch(on=False)
    assert account.payments == []
    account.scan()
    more: Invoice = account.world.add_invoice(700, lead_id=account.leads[2])
    account.read_all()
    assert account.payments == []
    account.switch(on=True)
    account.scan()
    assert account.told == [(0, 1_500_50, True), (2, 700_00, False)]
    back = account.payments[0]
    assert (back.id, back.paid_on, back.credited_to) == (before.id, before.paid_on, before.credited_to)
    assert account.payments[1].invoice_id == more.id
    assert account.is_whole()
    assert history_agrees(account.site.database)
