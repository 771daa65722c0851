"""The worked month of docs/metrics.md as other programs read it."""

from typing import Any

ANNA_IN_OCTOBER: dict[str, Any] = {
    "manager": {"id": 5502, "name": "Анна", "others": False},
    "plan": "400000.00",
    "fact": "180000.01",
    "percent": "0.45000003",
    "bonus": "0.00",
    "expected": {
        "paid": "140000.00",
        "pending": "60000.00",
        "overdue": "90000.00",
        "carried": "45000.00",
        "total": "335000.00",
        "forecast": "375000.01",
        "forecast_percent": "0.93750003",
    },
    "revenue": "360000.01",
    "lost": "95000.00",
    "lost_leads": 2,
}
"""Her row without its deal types."""
