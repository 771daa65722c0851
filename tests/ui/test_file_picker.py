"""What a browser says it has picked."""

from typing import Any

import pytest

from sales_core.ui.file_picker import PickedFile, _read


def test_a_file_comes_as_it_was() -> None:
    assert _read({"file": {"name": "a.toml", "content": "/wA="}}) == PickedFile("a.toml", b"\xff\x00")
    assert _read({"file": {"name": "empty", "content": ""}}) == PickedFile("empty", b"")


@pytest.mark.parametrize(
    "state",
    [
        None,
        {},
        {"file": None},
        {"file": "a.toml"},
        {"file": {"name": "a.toml"}},
        {"file": {"name": 1, "content": ""}},
        {"file": {"name": "a.toml", "content": "not base64!"}},
        {"file": {"name": "a.toml", "content": "тест"}},
    ],
)
def test_what_has_another_form_is_no_file(state: Any) -> None:
    assert _read(state) is None
