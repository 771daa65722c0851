"""The ``tablo`` command: its commands by name, and the one place where a failure becomes a line and an exit code."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer._click import exceptions as usage
from typer._click.core import Command
from typer.main import get_command

import sales_core
from sales_core.cli import (
    activity,
    attention,
    bank,
    check,
    comparison,
    connect,
    credit,
    launch,
    months,
    payment_history,
    payment_import,
    payments,
    pipeline,
    report,
    settings,
    sync,
)
from sales_core.cli.desk import ToldError, configured_language
from sales_core.cli.output import one_line
from sales_core.cli.words import translate, usage_sentence
from sales_core.errors import TabloError
from sales_core.i18n import Language

FAILURE = 1
WRONG_USAGE = 2
_INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """The exit code: 0; 1 for a failure told in one line on standard error; 2 for a command that makes no sense."""
    words = configured_language()
    try:
        code = build_command(words).main(args=list(arguments), prog_name="tablo", standalone_mode=False)
    except usage.NoArgsIsHelpError as help_instead:
        return _fail(help_instead.format_message(), WRONG_USAGE)
    except usage.UsageError as error:
        return _fail(one_line(usage_sentence(error, words)), WRONG_USAGE)
    except TabloError as error:
        return _fail(one_line(words.error(error)), FAILURE)
    except ToldError as told:
        return _fail(one_line(told.line), FAILURE)
    except typer.Abort:
        return _INTERRUPTED
    return code if isinstance(code, int) else 0


def build_command(language: Language) -> Command:
    """The whole tree of commands with its help in the language."""
    command = get_command(_app())
    translate(command, language)
    return command


def _app() -> typer.Typer:
    app = _group("Sales by payment and by margin, from amoCRM.")
    app.callback()(_root)
    app.command()(launch.up)
    app.command()(launch.demo)
    app.command("connect")(connect.connect)
    app.command("check")(check.check)
    app.command("sync")(sync.sync)
    app.command("payroll")(months.payroll)
    app.command("attention")(attention.attention)
    groups = {
        "report": _reports(),
        "payments": _payments(),
        "bank": _bank(),
        "months": _months(),
        "settings": _settings(),
    }
    for name, group in groups.items():
        app.add_typer(group, name=name)
    return app


def _reports() -> typer.Typer:
    group = _group("Reports, as a table or a file.")
    group.command("sales")(report.sales)
    group.command("activity")(activity.activity)
    group.command("pipeline")(pipeline.pipeline)
    group.command("compare")(comparison.compare)
    return group


def _payments() -> typer.Typer:
    group = _group("The payments behind the figures, and bringing in more.")
    group.command("list")(payments.list_payments)
    group.command("import")(payment_import.import_payments)
    group.command("history")(payment_history.show_history)
    group.command("undo")(payment_history.undo)
    group.command("credit")(credit.credit)
    return group


def _bank() -> typer.Typer:
    group = _group("Statements of the bank.")
    group.command("show")(bank.show)
    group.command("import")(bank.import_file)
    group.command("list")(bank.list_lines)
    group.command("confirm")(bank.confirm)
    group.command("release")(bank.release_line)
    return group


def _months() -> typer.Typer:
    group = _group("Closed months: their figures stay what they were.")
    group.command("list")(months.list_months)
    group.command("close")(months.close)
    group.command("reopen")(months.reopen)
    return group


def _settings() -> typer.Typer:
    group = _group("All that the sales head decides, as one file.")
    group.command("export")(settings.export_settings)
    group.command("import")(settings.import_settings)
    return group


def _group(help_text: str) -> typer.Typer:
    return typer.Typer(
        help=help_text,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(sales_core.__version__)
        raise typer.Exit


def _root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None: ...


def _fail(line: str, code: int) -> int:
    print(line, file=sys.stderr)  # noqa: T201 - this is what a command line is for
    return code
