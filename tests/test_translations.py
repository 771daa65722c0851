"""Every sentence a reader can meet has its Russian, and the catalogue holds nothing else."""

import ast
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.pofile import read_po

from sales_core.cli.app import build_command
from sales_core.i18n import language

ROOT = Path(__file__).parent.parent
SOURCES = [
    *(path for path in (ROOT / "sales_core").rglob("*.py") if "migrations" not in path.parts),
    *(ROOT / "pages").glob("*.py"),
    ROOT / "app.py",
    ROOT / "sync_worker.py",
]
CATALOGUES = sorted((ROOT / "sales_core/locales/ru").glob("*.po"))

MsgId = str | tuple[str, ...]


@dataclass(frozen=True)
class Translation:
    """``forms``: one, or the three plural forms of Russian."""

    msgid: MsgId
    forms: tuple[str, ...]
    is_fuzzy: bool


def trees() -> Iterator[ast.Module]:
    for path in SOURCES:
        yield ast.parse(path.read_text(encoding="utf-8"), str(path))


def error_classes() -> set[str]:
    """TabloError and all that descends from it, by name."""
    parents = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"TabloError"}
    while more := {name for name, bases in parents.items() if bases & found} - found:
        found |= more
    return found


def used_msgids() -> set[MsgId]:
    errors = error_classes()
    return {msgid for tree in trees() for msgid in _msgids(tree, errors)} | set(_help_of(build_command(language("en"))))


def _msgids(tree: ast.Module, errors: set[str]) -> Iterator[MsgId]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in errors:
            yield from (text for call in ast.walk(node) if (text := _template_of_super(call)))
        if isinstance(node, ast.Call) and node.args:
            name = _called(node.func)
            if name == ".plural":
                one, many = (_literal(argument) for argument in node.args[:2])
                if one and many:
                    yield one, many
            elif name in {".text", "N_", *errors} and (text := _literal(node.args[0])):
                yield text


def _help_of(command: Any) -> Iterator[str]:
    """The help of a command, its options and everything under it: docstrings and ``help=`` are msgids too."""
    yield from filter(None, [command.help, *(getattr(param, "help", None) for param in command.params)])
    for inner in getattr(command, "commands", {}).values():
        yield from _help_of(inner)


def _template_of_super(node: ast.AST) -> str | None:
    if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) == "super().__init__":
        return _literal(node.args[0])
    return None


def _called(func: ast.expr) -> str:
    """``.text`` for a method (SQLAlchemy's ``text`` is a plain function), the bare name otherwise."""
    if isinstance(func, ast.Attribute):
        return f".{func.attr}" if func.attr in {"text", "plural"} else func.attr
    return func.id if isinstance(func, ast.Name) else ""


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def messages() -> list[Translation]:
    return [
        Translation(_msgid(message.id), _forms(message.string), message.fuzzy)
        for path in CATALOGUES
        for message in read_po(io.BytesIO(path.read_bytes()), locale="ru")
        if message.id
    ]


def _msgid(text: Any) -> MsgId:
    return text if isinstance(text, str) else tuple(text)


def _forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_sentence_in_the_code_has_its_russian() -> None:
    translated = {each.msgid for each in messages()}
    assert sorted(used_msgids() - translated, key=str) == []


def test_the_catalogue_holds_nothing_the_code_does_not_say() -> None:
    assert sorted({each.msgid for each in messages()} - used_msgids(), key=str) == []


def test_a_sentence_said_in_two_places_is_said_the_same() -> None:
    said: dict[MsgId, tuple[str, ...]] = {}
    for each in messages():
        assert said.setdefault(each.msgid, each.forms) == each.forms


@pytest.mark.parametrize("each", messages(), ids=lambda each: str(each.msgid)[:40])
def test_a_translation_is_whole(each: Translation) -> None:
    assert not each.is_fuzzy
    assert all(each.forms)
    assert len(each.forms) == (1 if isinstance(each.msgid, str) else 3)
    said = each.msgid if isinstance(each.msgid, str) else each.msgid[1]
    assert all(placeholders(form) == placeholders(said) for form in each.forms)
