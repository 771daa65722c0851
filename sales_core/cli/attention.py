"""``tablo attention``: what needs somebody's attention, kind by kind."""

from functools import partial
from typing import Annotated

import typer

from sales_core.attention import count_attention, load_items, load_teller
from sales_core.cli.desk import account_of, open_desk
from sales_core.cli.options import Format, FormatOption, OutputOption
from sales_core.cli.output import write_report
from sales_core.delivery.attention_sheet import build_attention_document, build_attention_sheet

_FIRST = 20


def attention(
    everything: Annotated[
        bool, typer.Option("--all", help="List everything of each kind, not only the first twenty.")
    ] = False,
    output_format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """What does not add up: money unpaid, unplanned, unmatched, doubled, and how to mend it."""
    with open_desk() as desk:
        with desk.database.read() as conn:
            account, teller = account_of(conn), load_teller(conn, desk.language)
            counted = count_attention(conn)
            items = {
                each.kind: load_items(conn, each.kind, teller, each.count if everything else _FIRST) for each in counted
            }
        sheet = build_attention_sheet(counted, items, account.lead_url, account.currency, desk.language)
        document = partial(build_attention_document, counted, items, account.lead_url, desk.language)
        write_report(output_format, output, desk.language, sheet, document)
