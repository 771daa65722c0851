"""``tablo bank``: statements of the bank looked at, imported, and their lines confirmed."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from sales_core.bank.charset import LARGEST_FILE
from sales_core.bank.reading import parse_statement
from sales_core.cli.desk import Desk, account_of, open_desk
from sales_core.cli.options import DryRunOption, Format, FormatOption, MonthOption, OutputOption, ReasonOption, parser
from sales_core.cli.output import read, say, say_faults, write_report
from sales_core.clock import system_clock
from sales_core.delivery.bank_lines import build_lines_document, build_lines_sheet, tell_imported
from sales_core.delivery.bank_statement import build_statement_document, build_statement_sheet
from sales_core.errors import InputError
from sales_core.file_faults import WrongFileError
from sales_core.payment_history import Via
from sales_core.reporting.bank import load_bank_month
from sales_core.settings.authors import local_author
from sales_core.statements.confirming import Deed, confirm_as_proposed, release, shares_of
from sales_core.statements.importing import import_statement, plan_statement
from sales_core.statements.listing import LineState, load_listing
from sales_core.statements.proposing import Offer, load_proposals


def _parse_line(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise InputError("“{text}” is not a number: write a whole number", text=text)
    return int(text)


def _parse_state(text: str) -> LineState:
    try:
        return LineState(text)
    except ValueError:
        raise InputError("“{text}” is not a state; there are {known}", text=text, known=", ".join(LineState)) from None


LinesArgument = Annotated[
    list[int] | None,
    typer.Argument(parser=parser(_parse_line), metavar="[LINE]…", help="Their numbers, as the list shows them."),
]


def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A statement the bank saved for 1C.")],
    output_format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """What is in a bank's statement, checked against its balances; nothing is stored."""
    with open_desk() as desk:
        try:
            statement = parse_statement(read(file, LARGEST_FILE + 1), file.name)
        except WrongFileError as faults:
            say_faults(faults, desk.language)
            raise
        sheet = build_statement_sheet(statement, desk.language)
        write_report(output_format, output, desk.language, sheet, partial(build_statement_document, statement))


def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A statement the bank saved for 1C.")],
    dry_run: DryRunOption = False,
) -> None:
    """Keep the lines of a bank's statement: those not there yet or, if anything in the file is wrong, none."""
    with open_desk() as desk:
        content = read(file, LARGEST_FILE + 1)
        try:
            if dry_run:
                with desk.database.read() as conn:
                    imported = plan_statement(conn, content, file.name)
            else:
                with desk.database.write() as conn:
                    imported = import_statement(conn, content, file.name, system_clock(), _deed().by)
        except WrongFileError as faults:
            say_faults(faults, desk.language)
            raise
        with desk.database.read() as conn:
            currency = account_of(conn).currency
        say(tell_imported(imported, currency, desk.language, is_stored=not dry_run))


def list_lines(
    month: MonthOption,
    state: Annotated[
        LineState | None,
        typer.Option(
            "--state",
            parser=parser(_parse_state),
            metavar="to-decide|confirmed|set-aside|outgoing",
            help="Only lines in this state.",
        ),
    ] = None,
    output_format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """The lines of a month with what is proposed for each or became of it."""
    with open_desk() as desk:
        with desk.database.read() as conn:
            account_of(conn)
            sums = load_bank_month(conn, month)
            if sums is None:
                raise InputError("No statement was imported yet: “tablo bank import FILE” takes one")
            lines = load_listing(conn, month, load_proposals(conn))
        shown = [line for line in lines if state in {None, line.state}]
        sheet = build_lines_sheet(shown, sums, desk.language)
        write_report(output_format, output, desk.language, sheet, partial(build_lines_document, shown, sums))


def confirm(
    lines: LinesArgument = None,
    all_certain: Annotated[
        bool, typer.Option("--all-certain", help="All lines whose proposal is certain, of every month.")
    ] = False,
    reason: ReasonOption = "",
    dry_run: DryRunOption = False,
) -> None:
    """Confirm lines as they are proposed: their payments become paid on the day the money was booked."""
    with open_desk() as desk:
        if bool(lines) == all_certain:
            raise InputError("Say what to confirm: either the numbers of lines or --all-certain")
        with desk.database.read() as conn:
            proposals = load_proposals(conn)
        wanted = [_offer_of(proposals.of_line(number), number) for number in lines or ()] or list(proposals.certain)
        done = [offer.line.id for offer in wanted]
        if not dry_run:
            with desk.database.write() as conn:
                done = confirm_as_proposed(conn, {offer.line.id: shares_of(offer) for offer in wanted}, _deed(reason))
        _say_confirmed(desk, [offer for offer in wanted if offer.line.id in set(done)], dry_run=dry_run)


def release_line(
    line: Annotated[
        int, typer.Argument(parser=parser(_parse_line), metavar="LINE", help="Its number, as the list shows it.")
    ],
    reason: ReasonOption = "",
) -> None:
    """Take back what was confirmed by a line: its payments are what they were before."""
    with open_desk() as desk:
        with desk.database.write() as conn:
            released = release(conn, line, _deed(reason))
        say(desk.language.text("Line {number} is released", number=line))
        if released.kept:
            numbers = ", ".join(map(str, released.kept))
            say(desk.language.text("Changed since, so still marked as paid: payments {numbers}", numbers=numbers))


def _offer_of(offer: Offer | None, number: int) -> Offer:
    if offer is None or not offer.parts:
        raise InputError("Nothing is proposed for line {number}", number=str(number))
    return offer


def _say_confirmed(desk: Desk, offers: list[Offer], *, dry_run: bool) -> None:
    with desk.database.read() as conn:
        currency = account_of(conn).currency
    money = desk.language.money(sum(offer.line.rest_minor - offer.left_minor for offer in offers), currency, exact=True)
    if dry_run:
        say(
            desk.language.plural(
                "Would be confirmed: {n} line, {money}. Nothing was stored",
                "Would be confirmed: {n} lines, {money}. Nothing was stored",
                len(offers),
                money=money,
            )
        )
    else:
        say(
            desk.language.plural(
                "Confirmed: {n} line, {money}", "Confirmed: {n} lines, {money}", len(offers), money=money
            )
        )


def _deed(reason: str = "") -> Deed:
    return Deed(system_clock(), local_author(Via.COMMAND.value).name, reason)
