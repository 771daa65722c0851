"""The files a reader downloads: one function per report and format, for the page and the command line alike."""

from sales_core.delivery.csv_file import format_csv
from sales_core.delivery.payments_sheet import LeadUrl, build_payments_sheet
from sales_core.delivery.sales_sheet import build_sales_sheet
from sales_core.delivery.xlsx_file import format_xlsx
from sales_core.i18n import Language
from sales_core.reports.breakdown import Breakdown
from sales_core.reports.sales import SalesReport


def sales_report_csv(report: SalesReport, language: Language) -> bytes:
    return format_csv(build_sales_sheet(report, language), language)


def sales_report_xlsx(report: SalesReport, language: Language) -> bytes:
    return format_xlsx(build_sales_sheet(report, language), language)


def payments_csv(breakdown: Breakdown, lead_url: LeadUrl, language: Language) -> bytes:
    return format_csv(build_payments_sheet(breakdown, lead_url, language), language)


def payments_xlsx(breakdown: Breakdown, lead_url: LeadUrl, language: Language) -> bytes:
    return format_xlsx(build_payments_sheet(breakdown, lead_url, language), language)
