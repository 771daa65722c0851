"""The worker's run log in plain words."""

from pathlib import Path

from sales_core.reporting import WorkerState
from sales_core.ui.board import Board
from sales_core.ui.connection.runs.words import tell_runs
from sales_core.ui.kit import card, pack


def draw_runs(board: Board, state: WorkerState) -> None:
    language = board.language
    data = {
        "title": language.text("What the worker did"),
        "about": language.text("it looks for changes in amoCRM every minute"),
        "columns": [language.text("When"), language.text("What it did"), language.text("It took")],
        "lines": [line._asdict() for line in tell_runs(state.runs, board.known_account.zone, language)],
        "none": language.text("Nothing yet."),
    }
    card(Path(__file__).parent)(data=pack(data), key="runs")
