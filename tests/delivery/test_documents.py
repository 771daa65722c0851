from decimal import Decimal

from sales_core.delivery.documents import build_payments_document, build_sales_document
from sales_core.delivery.payments_sheet import build_payments_sheet
from sales_core.i18n import NARROW_SPACE, language
from sales_core.reports.sales import Manager
from tests.delivery.october import lead_url, october_payments, october_report, payment
from tests.worked_month import ANNA_IN_OCTOBER


def test_the_sales_document_is_the_one_other_programs_rely_on() -> None:
    document = build_sales_document(october_report())
    assert {key: document[key] for key in ("report", "month", "as_of", "currency", "filters")} == {
        "report": "sales",
        "month": "2026-10",
        "as_of": "2026-10-20",
        "currency": "RUB",
        "filters": {"deal_types": [], "departments": [], "pipelines": []},
    }
    anna = document["rows"][0]
    assert anna == ANNA_IN_OCTOBER | {"deal_types": anna["deal_types"]}
    assert anna["deal_types"][0] == {
        "deal_type": {"id": 701, "name": "Лицензии"},
        "margin_share": "0.50000000",
        "fact": "180000.01",
        "bonus": "0.00",
        "expected": {
            "paid": "140000.00",
            "pending": "0.00",
            "overdue": "0.00",
            "carried": "0.00",
            "total": "140000.00",
            "forecast": "180000.01",
        },
        "revenue": "360000.01",
        "lost": "0.00",
        "lost_leads": 0,
    }
    assert list(document["total"]) == [key for key in anna if key not in ("manager", "deal_types")]


def test_what_is_absent_is_null() -> None:
    vera = build_sales_document(october_report())["rows"][1]
    assert vera["manager"]["others"] is True
    assert (vera["plan"], vera["percent"], vera["bonus"], vera["expected"]["forecast_percent"]) == (None,) * 4
    assert vera["deal_types"][0]["deal_type"] == {"id": None, "name": None}


def test_a_payment_has_every_agreed_key() -> None:
    document = build_payments_document(october_payments(), lead_url)
    assert document["total"] == "190000.01"
    assert document["payments"][1] == {
        "id": 5,
        "lead_id": 101,
        "lead_name": "L1",
        "lead_url": "https://demo.amocrm.ru/leads/detail/101",
        "manager_id": 5502,
        "deal_type": {"id": 701, "name": "Лицензии"},
        "amount": "80000.01",
        "margin_share": "0.50000000",
        "margin": "40000.01",
        "due_on": "2026-10-05",
        "paid_on": "2026-10-06",
        "state": "paid",
        "comment": "аванс",
        "source": "import",
    }


def test_a_lead_without_payments_has_no_id_and_no_days() -> None:
    line = build_payments_document(october_payments(payment(payment_id=None)), lead_url)["payments"][0]
    assert (line["id"], line["due_on"], line["paid_on"], line["state"]) == (None, None, None, "lost")
    assert line["amount"] == "300000.00"


def test_a_list_behind_no_figure_adds_full_amounts() -> None:
    assert build_payments_document(october_payments(), lead_url, counts_amounts=True)["total"] == "380000.01"


def test_a_portion_tells_of_its_whole_in_every_file() -> None:
    portion = payment(amount=8_000_001)._replace(credit_share=Decimal("0.5"), whole_minor=16_000_001)
    other = portion._replace(manager=Manager(5503, "Борис"), amount_minor=8_000_000, margin_minor=4_000_000)
    breakdown = october_payments(portion, other)
    assert (len(breakdown.rows), breakdown.count, breakdown.states[0].count) == (2, 1, 1)
    told = build_payments_document(breakdown, lead_url)["payments"][0]
    assert (told["amount"], told["credit_share"], told["whole_amount"]) == ("80000.01", "0.50000000", "160000.01")
    sheet = build_payments_sheet(breakdown, lead_url, language("ru"))
    at = [column.title for column in sheet.columns].index("Доля от платежа")
    told_parts = [str(line.values[at]).replace(NARROW_SPACE, " ") for line in sheet.lines]
    assert told_parts == ["50 % из 160 000,01 ₽"] * 2 + [""]
    assert {len(line.values) for line in sheet.lines} == {len(sheet.columns)}
