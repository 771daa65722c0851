"""What is shown while a sync runs: lines in a log, bars for a person."""

import io

from rich.console import Console

from sales_core.i18n import language
from sales_core.sync.planning import Step
from sales_core.sync.progress import Lines, Terminal, progress_for

RUSSIAN = language("ru")


def test_a_log_gets_a_line_a_step_and_not_one_a_page() -> None:
    out = io.StringIO()
    lines = Lines(RUSSIAN, out)
    for page in range(1, 60):
        lines.advance(Step.ALL_LEADS, page, None)
    lines.advance(Step.TASKS, 4, 4)
    assert out.getvalue().splitlines() == [
        "Читаем все сделки: прочитано страниц — 1",
        "Читаем задачи: прочитано страниц — 4 из примерно 4",
    ]


def test_a_person_gets_bars_that_go_away_when_they_are_full() -> None:
    out = io.StringIO()
    with Terminal(RUSSIAN, Console(file=out, force_terminal=True, width=100)) as bars:
        bars.advance(Step.ALL_LEADS, 3, 10)
        bars.advance(Step.INVOICES, 1, 1)
    assert "Читаем все сделки" in out.getvalue()
    assert "3/10" in out.getvalue()
    assert "Читаем счета" not in out.getvalue()


def test_a_file_is_no_person() -> None:
    assert isinstance(progress_for(RUSSIAN, io.StringIO()), Lines)
