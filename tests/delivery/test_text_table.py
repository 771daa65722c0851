from dataclasses import replace
from datetime import date
from fractions import Fraction

from sales_core.delivery.payments_sheet import build_payments_sheet
from sales_core.delivery.sales_sheet import build_sales_sheet
from sales_core.delivery.sheet import Level, Line
from sales_core.delivery.text_table import format_table
from sales_core.i18n import language
from sales_core.reports.plans import Employment
from tests.delivery.october import ANNA, lead_url, october_payments, october_report, payment

RU, EN = language("ru"), language("en")


def test_in_a_pipe_every_row_is_one_line_without_colours() -> None:
    text = format_table(build_sales_sheet(october_report(), EN), EN)
    anna = next(line for line in text.splitlines() if line.startswith("Анна"))
    for figure in ("400 000.00", "180 000.01", "45 %", "375 000.01", "360 000.01"):
        assert figure.replace(" ", "\u202f") in anna
    assert "\x1b" not in text


def test_russian_figures_have_narrow_spaces_and_a_comma() -> None:
    text = format_table(build_sales_sheet(october_report(), RU), RU)
    assert "180\u202f000,01" in text
    assert "\u221250\u202f000,00" in text


def test_a_terminal_has_weight_and_no_broken_figures() -> None:
    text = format_table(build_sales_sheet(october_report(), RU), RU, width=80, color=True)
    assert "\x1b[1m" in text
    plain = format_table(build_sales_sheet(october_report(), RU), RU, width=80)
    assert max(map(len, plain.splitlines())) <= 80
    assert "375\u202f000,01" in plain
    assert plain.count("Анна") > 1


def test_those_outside_the_report_stand_under_their_heading() -> None:
    lines = format_table(build_sales_sheet(october_report(), EN), EN).splitlines()
    headed = [line.split("  ")[0] for line in lines if line.split("  ")[0] in ("Анна", "Others", "=Вера", "Total")]
    assert headed == ["Анна", "Others", "=Вера", "Total"]


def test_a_name_with_markup_or_line_breaks_is_shown_as_it_is_on_one_line() -> None:
    breakdown = october_payments(payment(name="[red]Сделка[/red]\nвторая строка"))
    text = format_table(build_payments_sheet(breakdown, lead_url, EN), EN)
    assert "[red]Сделка[/red] вторая строка" in text


def test_a_percent_is_never_rounded_up_to_a_threshold_it_has_not_reached() -> None:
    sheet = build_sales_sheet(october_report(), EN)
    almost = replace(sheet, lines=(Line(Level.TOTAL, ("Total", "", 100, 50, Fraction(499_999, 1_000_000), *[0] * 11)),))
    assert "49.9\u202f%" in format_table(almost, EN)


def test_a_plan_for_a_part_of_the_month_is_said_above_the_table() -> None:
    report = october_report({ANNA.id: Employment(hired_on=date(2026, 10, 16))})
    russian, english = (format_table(build_sales_sheet(report, words), words) for words in (RU, EN))
    assert "Анна: план за 11 из 22 рабочих дней, задан на весь месяц: 400\u202f000\u202f₽\n" in russian
    assert "Анна: plan for 11 of 22 working days, set for the whole month: 400\u202f000\u202fRUB\n" in english
    assert "200\u202f000.00" in english
    assert "working days" not in format_table(build_sales_sheet(october_report(), EN), EN)
