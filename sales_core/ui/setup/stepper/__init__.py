"""The steps above the first set-up: which are done, skipped, and in view; a click goes to one."""

from collections.abc import Mapping
from pathlib import Path

from sales_core.i18n import N_, Language
from sales_core.ui.kit import component, pack
from sales_core.ui.setup.steps import NAMES, Standing, Step

_STANDINGS = {Standing.DONE: N_("done"), Standing.SKIPPED: N_("skipped"), Standing.OPEN: N_("still to do")}


def draw_stepper(standings: Mapping[Step, Standing], current: Step, language: Language) -> Step | None:
    """The step that was clicked."""
    data = {
        "label": language.text("Steps of the first set-up"),
        "steps": [
            {
                "id": step.value,
                "name": language.text(NAMES[step]),
                "standing": standing.value,
                "told": language.text(_STANDINGS[standing]),
                "current": step is current,
            }
            for step, standing in standings.items()
        ],
    }
    result = component(Path(__file__).parent)(data=pack(data), key="stepper", on_go_change=lambda: None)
    clicked = getattr(result, "go", None)
    return Step(clicked) if clicked in list(Step) else None
