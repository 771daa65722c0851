"""Every kind of decision as people read it."""

from typing import Any

import pytest

from sales_core.decisions import Change, Entry, person_entry, plan_entry, scale_entry, share_entry, value_entry
from sales_core.i18n import Language
from sales_core.money import currency
from sales_core.periods import Month
from sales_core.settings.words import Names, Told, tell_change
from sales_core.store.setting_values import DECIDED

NAMES = Names({11: "Анна Соколова", 12: ""}, {10: "Тип сделки"}, {701: "Лицензии"}, currency("RUB"))
JANUARY = Month(2026, 1)
TIERS = [{"from": "0.5", "rate": "0.03"}, {"from": "1.2", "rate": "0.105", "applies": "marginal"}]


@pytest.mark.parametrize(
    ("entry", "before", "after", "told"),
    [
        (share_entry(701, JANUARY), "0.455", "0.5", ("Доля маржи «Лицензии» с января 2026", "45,5 %", "50 %")),
        (share_entry(799, JANUARY), None, "1", ("Доля маржи «799» с января 2026", "—", "100 %")),
        (plan_entry(11, JANUARY), 68_000_000, 72_000_050,
         ("План: Анна Соколова, Январь 2026", "680 000 ₽", "720 000,50 ₽")),
        (plan_entry(12, JANUARY, 701), 100, None, ("План: 12, «Лицензии», Январь 2026", "1 ₽", "—")),
        (scale_entry(JANUARY), None, {"tiers": TIERS, "cap_minor": 15_000_000},
         ("Шкала бонуса с января 2026", "—", "от 50 % → 3 %, от 120 % → 10,5 % с превышения; не больше 150 000 ₽")),
        (person_entry(11), None, {"hired_on": "2026-10-05", "dismissed_on": "2026-12-01"},
         ("Анна Соколова: даты работы", "—", "с 05.10.26 по 01.12.26")),
        (value_entry("deal_type_field"), None, 10, ("Поле типа сделки", "—", "Тип сделки")),
        (value_entry("managers"), None, [11, 12], ("Кто в отчёте", "автоматически", "12, Анна Соколова")),
        (value_entry("holidays_country"), "RU", "KZ", ("Страна производственного календаря", "Россия", "Казахстан")),
        (value_entry("days_off"), [], ["2026-12-31"], ("Свои нерабочие дни компании", "—", "31.12.26")),
        (value_entry("activity_weight.mail_out"), None, "0.5", ("Вес в активности: исходящее письмо", "1", "0,5")),
        (value_entry("currency_rounding"), "minor", "major", ("Округление бонусов", "до копейки", "до целых рублей")),
    ],
)  # fmt: skip
def test_a_change_is_told_in_russian(entry: Entry, before: Any, after: Any, told: tuple[str, str, str]) -> None:
    said = tell_change(Change(entry, before, after), NAMES, Language("ru"))
    assert Told(*(part.replace("\u202f", " ") for part in said)) == told


@pytest.mark.parametrize("name", DECIDED)
def test_every_value_that_is_decided_has_its_words(name: str) -> None:
    for code in ("ru", "en"):
        assert tell_change(Change(value_entry(name), None, None), NAMES, Language(code)).subject != name
