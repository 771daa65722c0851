"""``tablo payments history`` and ``undo``: what became of payments and by whom, and the way back."""

from functools import partial
from typing import Annotated

import typer

from sales_core.cli.desk import account_of, open_desk
from sales_core.cli.options import Format, FormatOption, OutputOption, ReasonOption, parser
from sales_core.cli.output import say, write_report
from sales_core.clock import system_clock
from sales_core.delivery.payment_history import build_history_document, build_history_sheet
from sales_core.errors import InputError
from sales_core.i18n import Language
from sales_core.payment_history import PastAct, Via
from sales_core.register.history import load_lead_history, load_payment_history
from sales_core.register.undoing import undo_act, undo_last_import
from sales_core.register.words import load_names
from sales_core.settings.authors import local_author


def parse_number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise InputError("“{text}” is not a number: write a whole number", text=text)
    return int(text)


def show_history(
    lead: Annotated[
        int | None,
        typer.Option(
            "--lead", parser=parser(parse_number), metavar="ID", help="All payments that are or were a deal's."
        ),
    ] = None,
    payment: Annotated[
        int | None, typer.Option("--payment", parser=parser(parse_number), metavar="ID", help="One payment.")
    ] = None,
    output_format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """What became of payments: who changed what, when, from what to what."""
    with open_desk() as desk:
        with desk.database.read() as conn:
            account, names = account_of(conn), load_names(conn)
            if lead is not None and payment is None:
                history = load_lead_history(conn, lead)
            elif payment is not None and lead is None:
                history = load_payment_history(conn, payment)
            else:
                raise InputError("Say whose history: either --lead ID or --payment ID")
        sheet = build_history_sheet(history, names, account.zone, desk.language)
        document = partial(build_history_document, history, account.currency, account.zone)
        write_report(output_format, output, desk.language, sheet, document)


def undo(
    act: Annotated[
        int | None,
        typer.Argument(parser=parser(parse_number), metavar="[ACT]", help="Its number, as the history shows it."),
    ] = None,
    last_import: Annotated[bool, typer.Option("--last-import", help="The last import of payments.")] = False,
    reason: ReasonOption = "",
) -> None:
    """Take back an act: a saved form or a whole import, unless its payments were changed since."""
    with open_desk() as desk:
        if (act is None) != last_import:
            raise InputError("Say what to take back: either the number of an act or --last-import")
        now, who = system_clock(), local_author(Via.COMMAND.value).name
        with desk.database.write() as conn:
            if act is None:
                done = undo_last_import(conn, now, Via.COMMAND, who, note=reason)
            else:
                done = undo_act(conn, act, now, Via.COMMAND, who, note=reason)
        say(_told(done, desk.language))


def _told(done: PastAct, language: Language) -> str:
    return language.text(
        "Act {undone} is taken back by act {number}: payments removed: {removed}, brought back: {restored},"
        " changed back: {changed}",
        undone=done.undoes,
        number=done.id,
        removed=sum(change.after is None for change in done.changes),
        restored=sum(change.before is None for change in done.changes),
        changed=sum(change.before is not None and change.after is not None for change in done.changes),
    )
