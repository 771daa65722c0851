"""What the page of activity says when there is nothing, or less than there will be, to count. Without a browser."""

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from sales_core.store.database import Database
from sales_core.ui.reader import installation
from tests.ui.work_world import fill_work
from tests.ui.world import fill


@pytest.fixture(autouse=True)
def _forgetful(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test is a process of its own to the app."""
    monkeypatch.setenv("TABLO_ENV_FILE", "")
    installation.cache_clear()
    yield
    installation.cache_clear()
    st.cache_resource.clear()


@pytest.fixture
def company(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("TABLO_DATABASE_URL", sqlite_database.url)
    fill(sqlite_database, with_payments=False)
    return sqlite_database


def _state() -> None:
    from sales_core.ui.activity.desk import open_desk  # noqa: PLC0415 - the function is a script of its own
    from sales_core.ui.activity.head import show_state  # noqa: PLC0415

    show_state(open_desk())


def told(**params: str) -> list[str]:
    app = AppTest.from_function(_state, default_timeout=20)
    app.query_params.update({"as_of": "2026-09-18"} | params)
    app.run()
    assert not app.exception
    return [str(each.value) for each in (*app.info, *app.caption)]


def test_before_anything_is_read_zeros_are_not_taken_for_idleness(company: Database) -> None:
    assert told() == ["Действия сотрудников ещё не прочитаны из amoCRM: страница заполнится сама"]


def test_while_the_history_is_read_earlier_days_may_show_less(company: Database) -> None:
    fill_work(company, is_complete=False)
    assert told() == ["История amoCRM ещё читается: за прошлые дни может быть показано меньше, чем сделано"]


def test_an_empty_period_and_one_to_come_are_told_apart(company: Database) -> None:
    fill_work(company)
    assert told() == []
    assert told(period="2026-05") == ["За этот период ничего не сделано. Выберите другой или снимите фильтр."]
    assert told(period="2027-01") == ["Период ещё не начался: считать пока нечего"]


def test_a_filter_by_deals_says_what_it_leaves(company: Database) -> None:
    fill_work(company)
    assert told(deal_type="701") == ["Только сделанное по сделкам из фильтра"]
