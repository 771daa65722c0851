"""The one-value settings that the sales head decides, by the names they are stored under."""

from sales_core.activity import ActionKind

DEAL_TYPE_FIELD = "deal_type_field"
"""The id of the select field of leads whose options are the deal types."""
CURRENCY_ROUNDING = "currency_rounding"
ROUNDINGS = ("minor", "major")
"""``major``: bonuses in whole rubles; absent: ``minor``."""
MANAGERS = "managers"
"""The ids of who is in the report; absent: everybody the report's definition names."""
PLAN_PRORATION = "plan_proration"
BY_WORKING_DAYS = "working_days"
"""``BY_WORKING_DAYS``: a manager hired or dismissed within a month has the part of the plan that falls on them; absent:
the plan is always whole."""
INVOICES = "invoices"
"""Whether amoCRM's invoices are payments; absent: they are."""
LANGUAGE = "language"
"""``ru`` or ``en``; absent: as the installation is configured."""
FIRST_WEEKDAY = "first_weekday"
WEEKDAYS = ("monday", "sunday")
"""Absent: as in the account's country."""
HOLIDAYS_COUNTRY = "holidays_country"
"""ISO 3166, the country of the working calendar; absent: the account's."""
DAYS_OFF = "days_off"
"""The company's own days off, ISO dates in order."""
ACTIVITY_WEIGHTS = {kind: f"activity_weight.{kind}" for kind in ActionKind}
"""What one action of a kind adds to the score, each weight by itself: exact decimals as text; absent: 1."""

DECIDED = (
    DEAL_TYPE_FIELD,
    CURRENCY_ROUNDING,
    MANAGERS,
    PLAN_PRORATION,
    INVOICES,
    LANGUAGE,
    FIRST_WEEKDAY,
    HOLIDAYS_COUNTRY,
    DAYS_OFF,
    *ACTIVITY_WEIGHTS.values(),
)
"""What the sales head decides, and so has a history; other names are notes between the worker and the app."""
