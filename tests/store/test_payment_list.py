"""Lists of payments by random filters, beside the same lists made the slow way: row by row, in plain Python."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection

from sales_core.money import currency
from sales_core.payment_filter import Age, Dated, PaymentFilter, PaymentView, Sort, SortBy
from sales_core.payment_history import Via
from sales_core.payment_search import search_for
from sales_core.payment_states import Source, Standing, State
from sales_core.register.payments import share_credit
from sales_core.register.saving import save_wishes
from sales_core.spans import ALL_DAYS, span_of
from sales_core.store import payment_list
from sales_core.store.acts import Act
from sales_core.store.amocrm_tables import Company, Contact
from sales_core.store.behind_rows import BehindRow
from sales_core.store.leads import mark_deleted, save_leads
from sales_core.store.payment_list import load_due_sums, load_found, load_listed, load_page
from sales_core.store.payment_writing import load_payments_now
from sales_core.store.payments import save_payments
from sales_core.store.references import save_groups, save_users
from sales_core.store.table_kit import table_of
from tests.store.conftest import NOW, a_lead

T = TypeVar("T")
TODAY = date(2026, 10, 20)
RUB = currency("RUB")
NAMES = ("Внедрение amoCRM", "Работы: [50 %] *этап*", "ЛИЦЕНЗИИ?", "Übersetzung", "a_b\\c")
CLIENTS = ("Гранит-Строй", "гранит", "Аптеки «Здрава»", "")
COMMENTS = ("Этап 1, акт подписан", "", "Ждём ПОДПИСЬ", "ёлки [1]")
WORDS = (
    "гранит",
    "АКТ",
    "амо",
    "amocrm",
    "[50",
    "*",
    "?",
    "b\\c",
    "подпис",
    "ё",
    "übers",
    "1001",
    "#1002",
    "98 000",
    "12,5",
)
USERS = {11: 0, 12: 5, 13: 5}


@dataclass(frozen=True)
class Told:
    """A payment as it was entered, with what the list shows of its lead."""

    id: int
    lead: int
    name: str
    client: str
    manager: int
    deal_type: int
    pipeline: int
    amount: int
    due: date
    paid: date | None
    standing: Standing
    comment: str
    source: str

    @property
    def state(self) -> State:
        if self.standing is Standing.OPEN:
            return State.OVERDUE if self.due < TODAY else State.PENDING
        return State(self.standing.value)


@pytest.fixture
def company(conn: Connection) -> list[Told]:
    rng = random.Random(7)
    save_groups(conn, [{"id": 0, "name": "Отдел"}, {"id": 5, "name": "Партнёры"}])
    save_users(conn, [{"id": id_, "name": f"Менеджер {id_}", "group_id": group} for id_, group in USERS.items()])
    conn.execute(table_of(Contact).insert(), [{"id": i, "name": name} for i, name in enumerate(CLIENTS, 1)])
    conn.execute(table_of(Company).insert(), [{"id": 9, "name": "ООО Запасная"}])
    leads, told = [], []
    for id_ in range(1001, 1013):
        contact = rng.choice([None, 1, 2, 3, 4])
        leads.append(a_lead(
            id_, name=rng.choice(NAMES), responsible_user_id=rng.choice(list(USERS)), pipeline_id=rng.choice([1, 2]),
            status_id=143 if id_ % 5 == 0 else 100, closed_at=NOW if id_ % 5 == 0 else None, contact_id=contact,
            company_id=rng.choice([None, 9]), choices={900: rng.choice([701, 702])},
        ))  # fmt: skip
    save_leads(conn, leads, now=NOW)
    rows = []
    for n in range(130):
        lead = rng.choice(leads)
        due = TODAY + timedelta(days=rng.choice([-200, -91, -90, -31, -30, -8, -7, -1, 0, 1, 30, 400]))
        paid = TODAY - timedelta(days=rng.randrange(60)) if rng.random() < 0.4 else None
        rows.append({
            "lead_id": lead["id"], "amount_minor": rng.choice([98_000_00, 98_000_50, -12_50, rng.randrange(1, 10**7)]),
            "due_on": due, "paid_on": paid, "comment": rng.choice(COMMENTS), "source": rng.choice(list(Source)).value,
        })  # fmt: skip
        told.append((n + 1, lead, rows[-1]))
    save_payments(conn, rows, Act(NOW, Via.IMPORT))
    mark_deleted(conn, [1007], NOW)
    return [_told(*each) for each in told]


def _told(id_: int, lead: dict[str, Any], row: dict[str, Any]) -> Told:
    contact = CLIENTS[lead["contact_id"] - 1] if lead["contact_id"] else ""
    lost = Standing.DETACHED if lead["id"] == 1007 else Standing.LOST if lead["status_id"] == 143 else Standing.OPEN
    return Told(
        id_, lead["id"], lead["name"], contact or ("ООО Запасная" if lead["company_id"] else ""),
        lead["responsible_user_id"], lead["choices"][900], lead["pipeline_id"], row["amount_minor"], row["due_on"],
        row["paid_on"], Standing.PAID if row["paid_on"] else lost, row["comment"], row["source"],
    )  # fmt: skip


def filters(rng: random.Random) -> Iterator[PaymentFilter]:
    def some(values: Iterable[T]) -> tuple[T, ...]:
        return tuple(rng.sample(list(values), rng.randrange(1, 3))) if rng.random() < 0.3 else ()

    yield PaymentFilter(TODAY)
    for word in WORDS:
        yield PaymentFilter(TODAY, text=word)
    for _ in range(60):
        first, last = sorted(TODAY + timedelta(days=rng.randrange(-220, 420)) for _ in range(2))
        yield PaymentFilter(
            TODAY,
            span_of(rng.choice([None, first]), rng.choice([None, last])) if rng.random() < 0.5 else ALL_DAYS,
            rng.choice(list(Dated)),
            states=some(State),
            ages=some(Age) if rng.random() < 0.3 else (),
            managers=some(USERS),
            departments=some([0, 5]),
            deal_types=some([701, 702]),
            pipelines=some([1, 2]),
            sources=some(Source),
            text=" ".join(some(WORDS)),
        )


def passes(payment: Told, asked: PaymentFilter) -> bool:
    day = payment.due if asked.dated is Dated.DUE else payment.paid
    late = (TODAY - payment.due).days
    in_ages = [age for age in asked.ages if age.days[0] <= late <= (age.days[1] or late)]
    return all((
        (day is not None and day in asked.span) if asked.span.first or asked.span.last else True,
        not asked.states or payment.state in asked.states,
        not asked.ages or (payment.state is State.OVERDUE and in_ages),
        not asked.managers or payment.manager in asked.managers,
        not asked.departments or USERS[payment.manager] in asked.departments,
        not asked.deal_types or payment.deal_type in asked.deal_types,
        not asked.pipelines or payment.pipeline in asked.pipelines,
        not asked.sources or payment.source in asked.sources,
        mentions(payment, asked.text),
    ))  # fmt: skip


def mentions(payment: Told, wanted: str) -> bool:
    if wanted == "98 000" and abs(payment.amount) // 100 == 98_000:
        return True
    texts = [each.lower() for each in (payment.name, payment.client, payment.comment)]

    def is_there(word: str) -> bool:
        number = word.lstrip("#")
        return (
            any(word.lower() in each for each in texts)
            or number == str(payment.lead)
            or (word.isdigit() and abs(payment.amount) // 100 == int(word))
            or (word == "12,5" and abs(payment.amount) == 12_50)
        )

    return all(map(is_there, wanted.split()))


def test_any_filter_finds_what_a_slow_reader_finds(conn: Connection, company: list[Told]) -> None:
    rng = random.Random(1)
    for asked in filters(rng):
        search = search_for(asked.text, RUB)
        expected = {payment.id: payment for payment in company if passes(payment, asked)}
        view = PaymentView(asked, Sort(rng.choice(list(SortBy)), rng.random() < 0.5))
        assert {row.payment_id for row, *_ in load_listed(conn, view, search)} == expected.keys(), asked
        assert {payment.id for payment in load_found(conn, asked, search, 1000)} == expected.keys(), asked
        sums: dict[tuple[date, Standing], list[int]] = defaultdict(lambda: [0, 0])
        for payment in expected.values():
            sums[payment.due, payment.standing][0] += 1
            sums[payment.due, payment.standing][1] += payment.amount
        found = {
            (each.day, each.standing): [each.sum.count, each.sum.amount_minor]
            for each in load_due_sums(conn, asked, search)
        }
        assert found == sums, asked


@pytest.mark.parametrize("by", SortBy)
@pytest.mark.parametrize("down", [False, True])
def test_every_payment_is_on_exactly_one_page_and_the_pages_add_up(
    conn: Connection, company: list[Told], monkeypatch: pytest.MonkeyPatch, by: SortBy, down: bool
) -> None:
    monkeypatch.setattr(payment_list, "PAGE_SIZE", 7)
    view = PaymentView(PaymentFilter(TODAY), Sort(by, down))
    pages = [load_page(conn, replace(view, page=page), search_for("", RUB)) for page in range(1, 21)]
    rows = [listed for page in pages for listed in page]
    assert [len(page) for page in pages] == [7] * 18 + [4, 0]
    assert sorted(listed.row.payment_id or 0 for listed in rows) == [payment.id for payment in company]
    assert rows == load_listed(conn, view, search_for("", RUB))
    sums = load_due_sums(conn, view.filter, search_for("", RUB))
    assert sum(listed.row.amount_minor for listed in rows) == sum(each.sum.amount_minor for each in sums)
    assert sum(listed.row.margin_minor for listed in rows) == sum(each.sum.margin_minor for each in sums)
    assert_ordered([listed.row for listed in rows], by, down=down)


def assert_ordered(rows: list[BehindRow], by: SortBy, *, down: bool) -> None:
    keys: dict[SortBy, list[Any]] = {
        SortBy.DUE: [row.due_on for row in rows],
        SortBy.PAID: [row.paid_on or (date.min if down else date.max) for row in rows],
        SortBy.AMOUNT: [row.amount_minor for row in rows],
        SortBy.DEAL: [row.lead_name for row in rows],
        SortBy.MANAGER: [row.manager_id for row in rows],
    }
    assert keys[by] == sorted(keys[by], reverse=down)


def test_what_is_shown_of_a_payment(conn: Connection, company: list[Told]) -> None:
    rows = {
        listed.row.payment_id: listed
        for listed in load_listed(conn, PaymentView(PaymentFilter(TODAY)), search_for("", RUB))
    }
    for payment in company:
        row, version, _ = rows[payment.id]
        shown = (row.lead_id, row.lead_name, row.client, row.manager_id, row.deal_type_id, row.comment, row.source)
        assert shown == (
            payment.lead, payment.name, payment.client, payment.manager, payment.deal_type, payment.comment,
            payment.source,
        )  # fmt: skip
        assert (row.amount_minor, row.due_on, row.paid_on, row.standing) == (
            payment.amount, payment.due, payment.paid, payment.standing
        )  # fmt: skip
        assert version == 1


def test_a_payment_that_managers_share_is_listed_whole_for_each_of_them(conn: Connection, company: list[Told]) -> None:
    told = next(payment for payment in company if payment.paid and payment.manager == 11)
    seen = load_payments_now(conn, [told.id])[told.id]
    save_wishes(conn, share_credit(seen, {13: Decimal("0.7"), 11: Decimal("0.3")}), Act(NOW, Via.PAGE))
    for managers, departments in (((11,), ()), ((13,), ()), ((), (0,)), ((), (5,)), ((11, 13), (0, 5))):
        asked = PaymentFilter(TODAY, managers=managers, departments=departments)
        listed = {each.row.payment_id: each for each in load_listed(conn, PaymentView(asked), search_for("", RUB))}
        found = listed[told.id]
        assert (found.row.manager_id, found.row.amount_minor) == (13, told.amount)
        assert found.credit_shares == ((13, "0.7"), (11, "0.3"))
        assert sum(each.sum.count for each in load_due_sums(conn, asked, search_for("", RUB))) == len(listed)
