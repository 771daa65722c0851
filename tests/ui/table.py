"""The report's table as it stands in a browser, beside the report's document."""

from typing import Any

from playwright.sync_api import Page

FIGURES: dict[str, Any] = {
    "plan": lambda row: row["plan"],
    "fact": lambda row: row["fact"],
    "bonus": lambda row: row["bonus"],
    "paid": lambda row: row["expected"]["paid"],
    "pending": lambda row: row["expected"]["pending"],
    "overdue": lambda row: str(float(row["expected"]["overdue"]) + float(row["expected"]["carried"])),
    "forecast": lambda row: row["expected"]["forecast"],
    "revenue": lambda row: row["revenue"],
    "lost": lambda row: row["lost"],
}
"""The column's figure in a row of the document."""

_READ_TABLE = """() => {
  const roots = [...document.querySelectorAll('*')].map(node => node.shadowRoot);
  const root = roots.find(one => one?.querySelector('[role=treegrid]'));
  const text = td => (td.querySelector('.figure, .dash, b') ?? td).textContent;
  return Object.fromEntries([...root.querySelectorAll('tr[data-id]')].map(tr =>
    [tr.dataset.id, Object.fromEntries([...tr.querySelectorAll('td')].map(td => [td.dataset.column, text(td)]))]));
}"""


def read_table(page: Page) -> dict[str, dict[str, str]]:
    """What stands in each column, by row id, in the order of the rows."""
    lines: dict[str, dict[str, str]] = page.evaluate(_READ_TABLE)
    return lines


def shown(text: str) -> int:
    """A figure as it stands in the table, in whole rubles; a dash is zero."""
    digits = "".join(sign for sign in text if sign.isdigit())
    return int(digits or 0) * (-1 if "\u2212" in text else 1)
