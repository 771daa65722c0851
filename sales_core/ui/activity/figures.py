"""The columns of the table of managers, and into which parts the list behind each divides."""

from collections.abc import Mapping
from dataclasses import dataclass

from sales_core.activity import KINDS, ActionKind, ActivityFigure
from sales_core.activity_text import ACTION_LABELS
from sales_core.i18n import N_

Figure = ActivityFigure


@dataclass(frozen=True, slots=True)
class Counted:
    """A column of counts. ``kind`` names the drawing in ``managers.js``."""

    figure: ActivityFigure
    title: str
    width: int
    kind: str = "count"
    part: bool = False


COLUMNS = (
    Counted(Figure.MAILS, N_("Mails"), 58, "bar"),
    Counted(Figure.CALLS_OUT, N_("Calls out"), 62, "bar"),
    Counted(Figure.CALLS_IN, N_("Calls in"), 56, "bar"),
    Counted(Figure.TALK, N_("Minutes"), 60, "quiet"),
    Counted(Figure.DONE, N_("Tasks done"), 58, "bar"),
    Counted(Figure.LATE, N_("done late"), 50),
    Counted(Figure.OVERDUE, N_("overdue now"), 76, "late"),
    Counted(Figure.STATUS_CHANGES, N_("Status changes"), 66, "bar"),
    Counted(Figure.MESSAGES, N_("Chats"), 58, "bar"),
    Counted(Figure.LEADS_TAKEN, N_("Deals taken"), 52),
    Counted(Figure.NOTES, N_("Notes added"), 60),
    Counted(Figure.TOTAL, N_("All actions"), 130, "total", part=True),
)
"""In their order; beside them stand the name, the score, actions in a working day and percent of plan."""

OF_FIGURE: Mapping[str, Counted] = {column.figure.value: column for column in COLUMNS}
_IN_FULL = {
    Figure.CALLS: N_("Calls"),
    Figure.ON_TIME: N_("Tasks on time"),
    Figure.LATE: N_("Tasks done late"),
    Figure.OVERDUE: N_("Tasks overdue now"),
}
"""Where the title does not stand among other columns, or has none here."""


def title_of(figure: ActivityFigure) -> str:
    """A sentence to translate."""
    return _IN_FULL.get(figure) or OF_FIGURE[figure].title


@dataclass(frozen=True, slots=True)
class ListPart:
    """A part of what a figure counts. ``label``: a sentence to translate."""

    id: str
    label: str
    kinds: frozenset[ActionKind]


def parts_of(figure: ActivityFigure) -> tuple[ListPart, ...]:
    """The total by columns, other figures by kind of action; none for what has one kind only."""
    if figure is Figure.TOTAL:
        shown = [column for column in COLUMNS if column.figure in _WITHIN_TOTAL]
        return tuple(ListPart(each.figure.value, each.title, KINDS[each.figure]) for each in shown)
    kinds = [kind for kind in ActionKind if kind in KINDS[figure]]
    if len(kinds) < 2:
        return ()
    return tuple(ListPart(kind.value, ACTION_LABELS[kind], frozenset({kind})) for kind in kinds)


_WITHIN_TOTAL = frozenset({
    Figure.MAILS, Figure.CALLS_OUT, Figure.CALLS_IN, Figure.MESSAGES, Figure.STATUS_CHANGES, Figure.DONE,
    Figure.LEADS_TAKEN, Figure.NOTES,
})  # fmt: skip
"""Together they are all actions, and no action is in two of them."""
