"""When people work in words: hours and weekdays, and the sentence about what stands out."""

from decimal import Decimal
from fractions import Fraction

from babel.dates import get_day_names

from sales_core.i18n import Language
from sales_core.money import round_half_away
from sales_core.reports.rhythm_findings import Findings, QuietTime


def weekday_name(weekday: int, language: Language) -> str:
    """«Пятница»; as ``date.weekday``."""
    return str(get_day_names("wide", "stand-alone", locale=language.locale)[weekday]).capitalize()


def weekday_short(weekday: int, language: Language) -> str:
    """«Пт»."""
    return str(get_day_names("abbreviated", "stand-alone", locale=language.locale)[weekday]).capitalize()


def format_hour(hour: int) -> str:
    """``9:00``."""
    return f"{hour}:00"


def tell_findings(found: Findings, language: Language) -> str:
    """«Пик в 11:00, спад в 13:00. Пятница после 16:00 — самое тихое время недели.»; empty for nothing."""
    hours = {"peak": format_hour(found.peak or 0), "lull": format_hour(found.lull or 0)}
    said = []
    if found.peak is not None and found.lull is not None:
        said.append(language.text("Peak at {peak}, lull at {lull}.", **hours))
    elif found.peak is not None:
        said.append(language.text("Peak at {peak}.", **hours))
    elif found.lull is not None:
        said.append(language.text("Lull at {lull}.", **hours))
    if found.quietest is not None:
        said.append(_tell_quietest(found.quietest, language))
    return " ".join(said)


def _tell_quietest(quiet: QuietTime, language: Language) -> str:
    words = {
        "weekday": weekday_name(quiet.weekday, language),
        "first": format_hour(quiet.first),
        "end": format_hour(quiet.end),
    }
    if quiet.ends_day:
        return language.text("{weekday} after {first} is the quietest time of the week.", **words)
    if quiet.begins_day:
        return language.text("{weekday} before {end} is the quietest time of the week.", **words)
    return language.text("{weekday} from {first} to {end} is the quietest time of the week.", **words)


def format_average(average: Fraction, *, finely: bool, language: Language) -> str:
    """``57``, or ``5,6`` ``finely``; ``<1`` or ``<0,1`` for what would be shown as nothing."""
    scale = 10 if finely else 1
    shown = round_half_away(average * scale)
    sign = "" if shown or not average else "<"
    number = max(shown, 1) if average else 0
    return sign + language.number(Decimal(number).scaleb(-1) if finely else number)
