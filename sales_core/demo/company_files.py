"""What the sales head of the demo company has set in Tablo, and the payments that came by file, as those files."""

import csv
import io
from itertools import chain

from sales_core.demo.company import DemoCompany

BONUS_TIERS = (("0.5", "0.03"), ("0.7", "0.05"), ("0.9", "0.07"), ("1.0", "0.10"))


def company_settings(company: DemoCompany) -> str:
    """The TOML of ``tablo settings import``: shares, plans of every month, the bonus scale."""
    emails = {user.id: user.email for user in company.world.users.values()}
    first = company.months[0]
    tiers = ", ".join(f'{{ from = "{start}", rate = "{rate}" }}' for start, rate in BONUS_TIERS)
    parts = chain(
        ['[report]\ndeal_type_field = "Тип сделки"\ncurrency_rounding = "minor"\n'],
        (
            f'[[margin_share]]\ndeal_type = "{each.deal_type}"\nfrom = "{each.first}"\nshare = "{each.share}"\n'
            for each in company.shares
        ),
        (
            f'[[plan]]\nmanager = "{emails[user_id]}"\nmonth = "{month}"\namount = "{amount}.00"\n'
            for (user_id, month), amount in company.plans.items()
        ),
        [f'[[bonus_scale]]\nfrom = "{first}"\ntiers = [ {tiers} ]\n'],
    )
    return "\n".join(parts)


def company_payments_csv(company: DemoCompany) -> str:
    """The file of ``tablo payments import``: instalments, late ones, refunds; written as people's tables write them."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\n")
    table.writerow(["lead_id", "amount", "due_on", "paid_on", "comment", "external_id"])
    for deal in company.imported:
        for number, each in enumerate(deal.instalments, 1):
            table.writerow(
                [
                    deal.lead_id,
                    f"{each.amount:.2f}".replace(".", ","),
                    f"{each.due_on:%d.%m.%Y}",
                    f"{each.paid_on:%d.%m.%Y}" if each.paid_on else "",
                    each.comment,
                    f"{deal.lead_id}/{number}",
                ]
            )
    return text.getvalue()
