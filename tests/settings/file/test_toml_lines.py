import tomllib

from hypothesis import given
from hypothesis import strategies as st

from sales_core.settings.file.toml_lines import line_of, locate_lines

TEXT = '''# what the sales head decides
top = 1

[report]
managers = [
  "a@example.org",
  # a comment, then another
  5502,
]

[[plan]]
manager = "a@example.org"
note = """
[[plan]]
month = "not a key"
"""
month = "2026-10"

[[plan]]
month = "2026-11"
[[bonus_scale]]
tiers = [ { from = "0.5", rate = "0.03" }, { from = "0.8", rate = "0.05" },   # two on a line
          { from = "1.0", rate = "0.07" } ]
'''


def test_every_value_is_found_on_its_line() -> None:
    lines = locate_lines(TEXT)
    expected = {
        ("top",): "top = 1",
        ("report", "managers", 0): '  "a@example.org",',
        ("report", "managers", 1): "  5502,",
        ("plan",): "[[plan]]",
        ("plan", 0): "[[plan]]",
        ("plan", 0, "month"): 'month = "2026-10"',
        ("plan", 1, "month"): 'month = "2026-11"',
        ("bonus_scale", 0, "tiers", 1, "rate"): next(line for line in TEXT.split("\n") if "two on" in line),
        ("bonus_scale", 0, "tiers", 2): '          { from = "1.0", rate = "0.07" } ]',
    }
    assert {path: TEXT.split("\n")[lines[path] - 1] for path in expected} == expected


def test_what_is_missing_stands_where_it_should_be() -> None:
    lines = locate_lines(TEXT)
    assert line_of(lines, ("plan", 1, "amount")) == lines["plan", 1]
    assert line_of(lines, ("bonus_scale", 0, "cap")) == lines["bonus_scale", 0]
    assert line_of({}, ("anything",)) == 1


@given(st.lists(st.text(alphabet='ab=[]#"\\\n\r\u2028', max_size=12), max_size=6))
def test_strings_that_look_like_toml_mislead_nobody(values: list[str]) -> None:
    quoted = [value.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r") for value in values]
    text = "".join(f'[[entry]]\nvalue = """\n{value}"""\n' for value in quoted)
    assert [entry["value"] for entry in tomllib.loads(text).get("entry", [])] == values
    lines = locate_lines(text)
    split = text.split("\n")
    for index in range(len(values)):
        assert split[lines["entry", index] - 1] == "[[entry]]"
        assert split[lines["entry", index, "value"] - 1] == 'value = """'
