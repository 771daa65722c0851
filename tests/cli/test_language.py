"""In which language a command answers: the one chosen in the settings, else the installation's."""

import pytest

from sales_core.store.database import Database
from sales_core.store.setting_values import LANGUAGE
from tests.cli.conftest import Tablo
from tests.deciding import replace_settings

REPORT = ("report", "sales", "--month", "2026-10")


@pytest.fixture
def _russian_chosen(environment: dict[str, str], sqlite_database: Database) -> None:
    assert environment["TABLO_LANGUAGE"] == "en"
    with sqlite_database.write() as conn:
        replace_settings(conn, values={LANGUAGE: "ru"})


@pytest.mark.usefixtures("_russian_chosen")
def test_the_language_chosen_in_the_settings_wins_over_the_installations(tablo: Tablo) -> None:
    assert "Оплачено" in tablo(*REPORT).out
    assert "Оплачено" in tablo(*REPORT, "--format", "csv").out


@pytest.mark.usefixtures("_russian_chosen")
def test_what_goes_wrong_once_the_database_is_open_is_told_in_it_too(tablo: Tablo) -> None:
    told = tablo(*REPORT, "--deal-type", "нет такого")
    assert (told.code, told.out) == (1, "")
    assert told.err == "Нет такого типа сделки: «нет такого»\n"


@pytest.mark.usefixtures("_russian_chosen")
def test_help_and_what_is_wrong_before_the_database_is_open_stay_in_the_installations(
    tablo: Tablo, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "The sales report" in tablo("report", "sales", "--help").out
    assert "month" in tablo("report", "sales", "--month", "2026-13").err
    monkeypatch.setenv("TABLO_DATABASE_URL", "mysql://nowhere")
    told = tablo(*REPORT)
    assert (told.code, told.err.isascii()) == (1, True)


@pytest.mark.usefixtures("environment")
def test_until_one_is_chosen_it_is_the_installations(tablo: Tablo) -> None:
    assert "Paid" in tablo(*REPORT).out
    assert tablo(*REPORT, "--deal-type", "none such").err == "There is no deal type “none such”\n"
