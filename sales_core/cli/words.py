"""The command line in the reader's language: help texts, and what is wrong with a command as typed.

Commands are declared in English; the tree typer makes of them is translated before it runs. typer's own words
(headings, usage errors) come from the command-line parser inside it, which is why this module reaches into that.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer._click import exceptions as usage
from typer._click.core import Command
from typer._click.formatting import HelpFormatter

from sales_core.errors import TabloError
from sales_core.i18n import N_, Language

_FRAMEWORK_WORDS = (
    N_("Options"),
    N_("Commands"),
    N_("Arguments"),
    N_("Usage: "),
    N_("[OPTIONS]"),
    N_("COMMAND [ARGS]..."),
    N_("Show this message and exit."),
    N_("[required]"),
)

_PROBLEMS: tuple[tuple[type[usage.UsageError], str], ...] = (
    (usage.MissingParameter, N_("{name} is missing")),
    (usage.NoSuchOption, N_("There is no option {name}")),
    (usage.BadOptionUsage, N_("{name} lacks its value, or has one and takes none")),
    (usage.BadParameter, N_("{name} has a wrong value")),
)


def translate(command: Command, language: Language) -> None:
    """Puts the help of a command, its parameters and all commands under it into the language, in place."""

    class Formatter(HelpFormatter):
        @contextmanager
        def section(self, name: str) -> Iterator[None]:
            with super().section(language.text(name)):
                yield

        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or language.text("Usage: "))

        def write_dl(self, rows: Iterable[tuple[str, str]], *columns: Any) -> None:
            required = language.text("[required]")
            super().write_dl([(first, second.replace("[required]", required)) for first, second in rows], *columns)

    class Context(typer.Context):
        formatter_class = Formatter

    _translate_tree(command, language, Context)


def _translate_tree(command: Command, language: Language, context_class: type[typer.Context]) -> None:
    command.context_class = context_class
    command.help = language.text(command.help or "")
    command.options_metavar = language.text(command.options_metavar or "")
    help_option = command.get_help_option(context_class(command))
    for param in [*command.params, *([help_option] if help_option else [])]:
        setattr(param, "help", language.text(getattr(param, "help", None) or ""))  # noqa: B010 - not every kind has one
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = language.text(command.subcommand_metavar)
    for inner in getattr(command, "commands", {}).values():
        _translate_tree(inner, language, context_class)


def usage_sentence(error: usage.UsageError, language: Language) -> str:
    """What is wrong with the command as typed, and where its help is."""
    path = error.ctx.command_path if error.ctx else "tablo"
    return language.text("{problem}. See {command} --help", problem=_problem(error, language), command=path)


def _problem(error: usage.UsageError, language: Language) -> str:
    name = _name(error)
    if isinstance(error.__cause__, TabloError):
        return f"{name}: {language.error(error.__cause__)}"
    for kind, template in _PROBLEMS:
        if isinstance(error, kind):
            return language.text(template, name=name)
    commands = getattr(error.ctx.command, "commands", None) if error.ctx else None
    if commands:
        return language.text("There is no such command; there are {commands}", commands=", ".join(commands))
    return language.text("There is a word the command does not take")


def _name(error: usage.UsageError) -> str:
    """What the error is about: ``--month`` or ``FILE``."""
    if isinstance(error, usage.NoSuchOption | usage.BadOptionUsage):
        return error.option_name
    param = error.param if isinstance(error, usage.BadParameter) else None
    if param is None:
        return ""
    return param.opts[0] if param.param_type_name == "option" else str(getattr(param, "metavar", None) or param.name)
