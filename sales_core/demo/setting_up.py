"""The demo account before anyone works in it: people, pipelines, fields, lists."""

from sales_core.clock import Clock, system_clock
from sales_core.demo import names
from sales_core.demo.entities import (
    LOST,
    WON,
    AccountFacts,
    Catalog,
    CustomField,
    Group,
    LossReason,
    Option,
    Pipeline,
    Status,
    User,
)
from sales_core.demo.world import World

ACCOUNT_ID = 31_415_926
SALES, RENEWALS = 5_100_001, 5_100_002
UNSORTED, NEW, QUALIFIED, OFFER, CONTRACT, AWAITING, PAYING = range(51_000_010, 51_000_017)
RENEWAL_ASKED, RENEWAL_BILLED = 51_000_021, 51_000_022
DEAL_TYPE_FIELD, SOURCE_FIELD = 600_101, 600_102
FIRST_DEAL_TYPE = 610_001
INVOICES = 2003
HEAD_ID = 7_000_001


def empty_world(*, created_at: int, clock: Clock = system_clock, seed: int = 0) -> World:
    """The account «Бюро внедрения» without a single lead."""
    facts = AccountFacts(ACCOUNT_ID, "Бюро внедрения", "buro", created_at, invoices_catalog_id=INVOICES)
    world = World(facts, clock=clock, seed=seed)
    world.groups = [Group(number, name) for number, name in names.DEPARTMENTS]
    head = User(HEAD_ID, names.HEAD[0], names.HEAD[1], is_admin=True)
    managers = [
        User(HEAD_ID + place, who.name, who.email, who.department, is_active=who.left_months_ago is None)
        for place, who in enumerate(names.MANAGERS, 1)
    ]
    world.users = {user.id: user for user in (head, *managers)}
    world.pipelines = _pipelines()
    world.fields = [*_lead_fields(), *_invoice_fields()]
    world.loss_reasons = [
        LossReason(3_300_000 + place, name, place * 10, created_at) for place, name in enumerate(names.LOSS_REASONS, 1)
    ]
    world.catalogs = [
        Catalog(2001, "Объекты", "regular", 10, created_at, HEAD_ID),
        Catalog(2002, "Товары", "products", 20, created_at, HEAD_ID),
        Catalog(INVOICES, "Счета/покупки", "invoices", 30, created_at, HEAD_ID),
    ]
    return world


def _pipelines() -> list[Pipeline]:
    sales = [
        Status(UNSORTED, "Неразобранное", 10, "#c1c1c1", 1),
        Status(NEW, "Новый", 20, "#99ccff"),
        Status(QUALIFIED, "Квалификация", 30, "#fffeb2"),
        Status(OFFER, "КП отправлено", 40, "#ffeab2"),
        Status(CONTRACT, "Договор", 50, "#ffcc66"),
        Status(AWAITING, "Ждём оплату", 60, "#d6eaff"),
        Status(PAYING, "Оплаты по графику", 70, "#87f2c0"),
        Status(WON, "Успешно реализовано", 10_000, "#CCFF66"),
        Status(LOST, "Закрыто и не реализовано", 11_000, "#D5D8DB"),
    ]
    renewals = [
        Status(51_000_020, "Неразобранное", 10, "#c1c1c1", 1),
        Status(RENEWAL_ASKED, "Запрос на продление", 20, "#d6eaff"),
        Status(RENEWAL_BILLED, "Счёт отправлен", 30, "#ffdc7f"),
        Status(WON, "Продлено", 10_000, "#CCFF66"),
        Status(LOST, "Ушёл", 11_000, "#D5D8DB"),
    ]
    return [Pipeline(SALES, "Продажи", 1, sales, is_main=True), Pipeline(RENEWALS, "Продления", 2, renewals)]


def _lead_fields() -> list[CustomField]:
    types = [Option(FIRST_DEAL_TYPE + place, name, 10 * (place + 1)) for place, name in enumerate(names.DEAL_TYPES)]
    sources = [Option(610_011 + place, name, 10 * (place + 1)) for place, name in enumerate(names.SOURCES)]
    return [
        CustomField(DEAL_TYPE_FIELD, "Тип сделки", "select", 510, options=types),
        CustomField(SOURCE_FIELD, "Источник заявки", "select", 511, options=sources),
        CustomField(600_103, "Плановая отгрузка", "date", 512),
        CustomField(600_106, "utm_source", "tracking_data", 520, code="UTM_SOURCE"),
    ]


def _invoice_fields() -> list[CustomField]:
    statuses = [
        Option(630_001, "Создан", 10, "created"),
        Option(630_002, "Оплачен", 20, "paid"),
        Option(630_003, "Частично оплачен", 30, "partially_paid"),
        Option(630_004, "Оплачен в аванс", 40, "paid_in_advance"),
    ]
    taxes = [
        Option(630_011, "НДС не облагается", 10, "vat_exempt"),
        Option(630_012, "НДС входит в стоимость", 20, "vat_included"),
        Option(630_013, "НДС начисляется поверх стоимости", 30, "vat_not_included"),
    ]
    return [
        CustomField(640_001, "Статус", "select", 1, "BILL_STATUS", statuses, INVOICES),
        CustomField(640_002, "Плательщик", "payer", 2, "PAYER", catalog_id=INVOICES),
        CustomField(640_003, "Позиции счета", "items", 3, "ITEMS", catalog_id=INVOICES),
        CustomField(640_004, "Тип НДС", "select", 4, "BILL_VAT_TYPE", taxes, INVOICES),
        CustomField(640_005, "Дата оплаты", "date_time", 5, "BILL_PAYMENT_DATE", catalog_id=INVOICES),
        CustomField(640_006, "Итоговая сумма к оплате", "numeric", 6, "BILL_PRICE", catalog_id=INVOICES),
        CustomField(640_007, "Комментарий", "text", 7, "BILL_COMMENT", catalog_id=INVOICES),
    ]
