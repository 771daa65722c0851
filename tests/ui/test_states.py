"""What the page says when there is nothing, or nothing right, to show. The database is real, the browser is not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from sales_core.clock import system_clock
from sales_core.periods import Month, day_of
from sales_core.store.bookmarks import save_bookmark
from sales_core.store.database import Database
from sales_core.store.references import load_zone
from sales_core.store.setting_values import LANGUAGE
from sales_core.store.tables import Bookmark
from sales_core.ui.reader import installation
from tests.deciding import replace_settings
from tests.programs import ROOT
from tests.ui.world import AS_OF, IDS, MONTH, fill

MAIN = str(ROOT / "sales_core/ui/main.py")


@pytest.fixture(autouse=True)
def _forgetful(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test is a process of its own to the app."""
    monkeypatch.setenv("TABLO_ENV_FILE", "")
    installation.cache_clear()
    yield
    installation.cache_clear()
    st.cache_resource.clear()


@pytest.fixture
def database(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("TABLO_DATABASE_URL", sqlite_database.url)
    return sqlite_database


def run(**params: Any) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=20)
    app.query_params.update({"month": str(MONTH), "as_of": str(AS_OF)} | params)
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    kinds = ("title", "header", "subheader", "markdown", "caption", "error", "warning", "info")
    shown: list[Any] = [element for kind in kinds for element in app.get(kind)]
    return "\n".join(str(element.value) for element in shown)


def test_before_anything_is_read_the_start_page_is_the_first_set_up(database: Database) -> None:
    app = run()
    assert "Подключите amoCRM" in words(app)
    assert [link.proto.label for link in app.sidebar.get("page_link")] == ["Первая настройка"]


@pytest.mark.parametrize(
    ("loading", "told"),
    [("hand_overs", "оплаты ещё могут перейти к другому менеджеру"), ("event_history", "Суммы готовы")],
)
def test_the_first_sync_shows_how_far_it_is_and_what_may_still_change(
    database: Database, loading: str, told: str
) -> None:
    fill(database)
    with database.write() as conn:
        save_bookmark(conn, Bookmark(resource=loading, cursor={}, pages_done=5, pages_expected=20))
    (bar,) = run().get("progress")
    assert bar.proto.value == 25
    assert told in bar.proto.text
    assert "5 из 20" in bar.proto.text


def test_a_month_without_payments_is_said_not_shown_as_zeros_alone(database: Database) -> None:
    fill(database, with_payments=False)
    assert "платежей ещё нет" in words(run())


def test_a_database_that_cannot_be_read_shows_no_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.db"
    broken.write_text("this is not a database, but long enough to look like one " * 50)
    monkeypatch.setenv("TABLO_DATABASE_URL", f"sqlite:///{broken}")
    app = run()
    assert len(app.error) == 1
    assert "Пока база не ответит" in words(app)
    assert not app.get("bidi_component")


def test_a_wrong_setting_is_told_in_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLO_DATABASE_URL", "mysql://nowhere")
    (error,) = run().error
    assert "DATABASE" in error.value


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"month": "2026-13"}, "2026"),
        ({"deal_type": "9999"}, "9999"),
        ({"department": "нет такого"}, "нет такого"),
        ({"month": ["2026-08", "2026-09"]}, "month"),
    ],
)
def test_a_wrong_address_is_one_sentence_and_the_default_view(
    database: Database, params: dict[str, Any], told: str
) -> None:
    fill(database)
    (warning,) = run(**params).warning
    assert told in warning.value.replace("\\", "")


def test_the_address_holds_the_filters(database: Database) -> None:
    fill(database)
    app = run(deal_type="702", department="1")
    deal_types: Any = app.get("button_group")[0]
    assert deal_types.value == [702]
    assert app.multiselect[0].value == [1]
    assert "за весь месяц" in words(app)
    app.multiselect[0].set_value([2]).run()
    assert app.query_params["department"] == "2"
    app.button[0].click().run()
    assert app.query_params["month"] == "2026-08"


def test_a_click_opens_the_payments_of_that_row_and_column(database: Database) -> None:
    fill(database)
    app = run()
    manager = IDS["Дмитрий Лебедев"]
    app.session_state["treegrid"] = {"open": {"row": f"m{manager}", "column": "overdue"}}
    app.run()
    assert not app.exception
    assert "Дмитрий Лебедев" in words(app)
    assert "2 платежа" in words(app)


@pytest.mark.parametrize("sent", ["text", {"row": "m1'; drop", "column": "fact"}, {"row": "total", "column": "plan"}])
def test_a_click_that_no_reader_could_make_opens_nothing(database: Database, sent: Any) -> None:
    fill(database)
    app = run()
    before = words(app)
    app.session_state["treegrid"] = {"open": sent}
    app.run()
    assert not app.exception
    assert words(app) == before


def test_today_is_the_accounts_day_when_the_address_names_none(database: Database) -> None:
    fill(database)
    before = this_month(database)
    app = AppTest.from_file(MAIN, default_timeout=20).run()
    month: Any = app.selectbox[0].value
    assert before <= month <= this_month(database)


def this_month(database: Database) -> Month:
    with database.read() as conn:
        return Month.of(day_of(system_clock(), load_zone(conn)))


def test_the_whole_page_speaks_the_language_chosen_in_the_settings_from_the_next_look_on(database: Database) -> None:
    fill(database)
    app = run()
    for chosen, said in ((None, "Отчёт по продажам"), ("en", "Sales report"), (None, "Отчёт по продажам")):
        with database.write() as conn:
            replace_settings(conn, values={LANGUAGE: chosen})
        app.run()
        assert [app.title[0].value, app.sidebar.get("page_link")[0].proto.label] == [said, said]


def test_without_a_database_the_page_speaks_the_installations_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.db").write_text("not a database" * 200)
    monkeypatch.setenv("TABLO_DATABASE_URL", f"sqlite:///{tmp_path / 'broken.db'}")
    monkeypatch.setenv("TABLO_LANGUAGE", "en")
    app = run()
    assert "No figures are shown" in words(app)
    assert app.sidebar.get("page_link")[0].proto.label == "Sales report"
