"""``tablo payments credit``: whose a paid payment is, one manager's or several'."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

import typer

from sales_core.cli.desk import account_of, open_desk
from sales_core.cli.options import parser
from sales_core.cli.output import say
from sales_core.cli.payment_history import parse_number
from sales_core.clock import system_clock
from sales_core.credit_shares import with_rest
from sales_core.errors import InputError
from sales_core.money import parse_share
from sales_core.payment_history import Change, Via
from sales_core.register.payments import share_credit
from sales_core.register.saving import Act, save_wishes
from sales_core.register.words import load_names, tell_change
from sales_core.reporting.credit import find_manager, load_payment
from sales_core.settings.authors import local_author
from sales_core.settings.percents import parse_percent


@dataclass(frozen=True, slots=True)
class _Holder:
    manager: str
    share: Decimal | None


def _parse_holder(text: str) -> _Holder:
    """``anna@example.org``, ``11=50%`` or ``11=0.5``."""
    manager, _, share = text.partition("=")
    if not share.strip():
        return _Holder(manager, None)
    if share.strip().endswith("%"):
        return _Holder(manager, parse_percent(share))
    part = parse_share(share)
    if part > 1:
        raise InputError("“{text}” is more than the whole: write 50% or 0.5", text=share.strip())
    return _Holder(manager, part)


def credit(
    payment: Annotated[int, typer.Argument(parser=parser(parse_number), metavar="ID", help="The payment's number.")],
    to: Annotated[
        list[_Holder],
        typer.Option(
            "--to",
            parser=parser(_parse_holder),
            metavar="MANAGER[=SHARE]",
            help="Whose it is: an id, an e-mail address or a whole name, with a share like 50% or 0.5;"
            " may be given several times, shares left out are equal or the rest.",
        ),
    ],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why; kept in the history.")] = "",
) -> None:
    """Credit a paid payment to another manager, or share it between several."""
    with open_desk() as desk, desk.database.write() as conn:
        account_of(conn)
        seen, names = load_payment(conn, payment), load_names(conn)
        managers = [find_manager(conn, holder.manager) for holder in to]
        shares = dict(zip(managers, with_rest([holder.share for holder in to]), strict=True))
        if len(shares) < len(managers):
            raise InputError("Each manager has one share")
        (wish,) = share_credit(seen, shares)
        act = Act(system_clock(), Via.COMMAND, local_author(Via.COMMAND.value).name, note)
        number = save_wishes(conn, (wish,), act)
        if number is None:
            say(desk.language.text("It was so already; nothing was stored"))
            return
        told = tell_change(Change(payment, seen.terms, wish.after), names, desk.language)
        say(told)
        say(desk.language.text("This is act {number}; “tablo payments undo {number}” takes it back", number=number))
