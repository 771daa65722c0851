"""A small sales department with known figures: September 2026 as seen on the 18th, one name of it hostile."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sales_core.clock import system_clock
from sales_core.payment_history import Via
from sales_core.periods import Month, start_of
from sales_core.store.acts import Act
from sales_core.store.amocrm_tables import Account
from sales_core.store.bookmarks import finish_run, start_run
from sales_core.store.database import Database
from sales_core.store.leads import save_leads
from sales_core.store.payments import save_payments
from sales_core.store.references import (
    load_zone,
    save_account,
    save_custom_fields,
    save_groups,
    save_pipelines,
    save_users,
)
from sales_core.store.settings import StoredScale
from tests.deciding import replace_settings

MONTH, AS_OF = Month(2026, 9), date(2026, 9, 18)
ADDRESS = f"?month={MONTH}&as_of={AS_OF}"
HOSTILE = '<img src=x onerror="document.title=1"> {name} *Ы*'
TYPE_FIELD = 77
TYPES = {701: "Лицензии", 702: "Работы", 703: "Техподдержка"}
SHARES = {701: Decimal("0.5"), 702: Decimal(1), 703: Decimal(1)}
CLIENTS = ("Гранит-Строй", "Вектор-Логистика", "Аптеки Здрава", "Школа Полиглот", "Мебель Север")
# name, department, plan in thousands of rubles, how far it is brought in
PEOPLE = (
    ("Анна Соколова", 1, 900, 1.08),
    ("Дмитрий Лебедев", 1, 1200, 0.92),
    ("Мария Кузнецова", 1, 800, 0.83),
    ("Игорь Павлов", 1, 1000, 0.76),
    ("Екатерина Орлова", 1, 750, 0.70),
    ("Сергей Никитин", 2, 900, 0.66),
    ("Ольга Фёдорова", 2, 700, 0.62),
    ("Артём Громов", 2, 800, 0.52),
    ("Наталья Белова", 2, 600, 0.41),
    (HOSTILE, 2, 550, 0.28),
)
IDS = {name: 500 + i for i, (name, *_) in enumerate(PEOPLE)}


def fill(database: Database, *, synced_s_ago: int = 30, with_payments: bool = True) -> None:
    now = system_clock()
    with database.write() as conn:
        save_account(
            conn,
            Account(
                id=1,
                name="Бюро внедрения",
                subdomain="demo",
                base_url="https://demo.amocrm.ru",
                country="RU",
                currency="RUB",
                timezone="Europe/Moscow",
            ),
        )
        save_groups(conn, [{"id": 1, "name": "Новые клиенты"}, {"id": 2, "name": "Сопровождение"}])
        save_users(conn, [_user(name, group) for name, group, *_ in PEOPLE])
        pipeline = {"id": 10, "name": "Продажи", "is_main": True}
        save_pipelines(conn, [pipeline], [{"pipeline_id": 10, "id": 11, "name": "В работе"}])
        options = [{"id": i, "field_id": TYPE_FIELD, "name": name, "sort": i} for i, name in TYPES.items()]
        save_custom_fields(conn, [{"id": TYPE_FIELD, "name": "Тип сделки", "type": "select"}], options)
        replace_settings(
            conn,
            values={"deal_type_field": TYPE_FIELD},
            shares={(i, Month(2026, 1)): share for i, share in SHARES.items()},
            plans={
                (IDS[name], MONTH.plus(-back), 0): plan * 100_000 for name, _, plan, _ in PEOPLE for back in range(12)
            },
            scales=[StoredScale(Month(2026, 1), TIERS)],
        )
        zone = load_zone(conn)
        save_leads(conn, [a_lead(name, type_id, zone) for name in IDS for type_id in TYPES])
        if with_payments:
            save_payments(conn, list(_payments()), Act(now, Via.IMPORT))
        run = start_run(conn, "incremental", now - synced_s_ago - 1)
        finish_run(conn, run, now - synced_s_ago, "done")


TIERS = [{"from": f, "rate": r} for f, r in (("0.5", "0.03"), ("0.7", "0.05"), ("0.9", "0.07"), ("1", "0.1"))]


def add_payment(database: Database, name: str, type_id: int, amount_minor: int) -> None:
    """What the reader sees arrive while the page is open."""
    pay(database, name, type_id, amount_minor, date(2026, 9, 17))


def pay(database: Database, name: str, type_id: int, amount_minor: int, day: date) -> None:
    """Due and paid on one day."""
    with database.write() as conn:
        save_payments(
            conn, [_payment(name, type_id, amount_minor, (day, day), "Только что")], Act(system_clock(), Via.PAGE)
        )


def _user(name: str, group: int) -> dict[str, Any]:
    return {"id": IDS[name], "name": name, "email": f"m{IDS[name]}@example.org", "group_id": group, "is_active": True}


def lead_id(name: str, type_id: int) -> int:
    return IDS[name] * 10 + type_id - 700


def a_lead(name: str, type_id: int, zone: Any) -> dict[str, Any]:
    created = start_of(date(2025, 9, 1), zone)
    return {
        "id": lead_id(name, type_id),
        "name": f"{TYPES[type_id]}: внедрение amoCRM",
        "price_minor": 0,
        "responsible_user_id": IDS[name],
        "pipeline_id": 10,
        "status_id": 11,
        "loss_reason_id": None,
        "created_at": created,
        "updated_at": created,
        "closed_at": None,
        "contact_id": None,
        "company_id": None,
        "choices": {TYPE_FIELD: type_id},
    }


def _payments() -> Iterator[dict[str, Any]]:
    for i, (name, _, plan, reached) in enumerate(PEOPLE):
        for back in range(12):
            month = MONTH.plus(-back)
            for k, (type_id, part) in enumerate(((701, 0.5), (702, 0.3), (703, 0.2))):
                margin = int(plan * reached * 100_000 * part * (1 - 0.03 * (back % 5)))
                amount = int(margin / SHARES[type_id])
                day = month.first + timedelta(days=(i * 3 + k * 4) % 16)
                yield _payment(name, type_id, amount, (day, day + timedelta(days=k % 2)), "Этап 1, акт подписан")
        for k, type_id in enumerate(TYPES):
            yield _payment(name, type_id, 8_000_000 + i * 410_050, (date(2026, 9, 21 + 4 * k), None), "Счёт отправлен")
        if i % 3:
            yield _payment(name, 702, 4_900_000 + i * 310_000, (date(2026, 9, 11), None), "Ждём подпись акта")
            yield _payment(name, 701, 3_000_000 + i * 20_001, (date(2026, 8, 28), None), "Обещали до 21.09")


def _payment(
    name: str, type_id: int, amount_minor: int, days: tuple[date, date | None], comment: str
) -> dict[str, Any]:
    return {
        "lead_id": lead_id(name, type_id),
        "amount_minor": amount_minor,
        "due_on": days[0],
        "paid_on": days[1],
        "comment": comment,
        "source": "import",
    }
