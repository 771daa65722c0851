"""How many leads use each option of each select field: what a deal-type field is chosen by."""

from sqlalchemy import BigInteger, Connection, cast, func, select, true

from sales_core.store.amocrm_tables import Lead
from sales_core.store.table_kit import columns, table_of


def load_field_use(conn: Connection) -> dict[int, dict[int, int]]:
    """Field id → option id → leads that are not deleted. A field no lead uses is not there."""
    leads = columns(Lead)
    each = func.json_each_text if conn.dialect.name == "postgresql" else func.json_each
    choice = each(leads.choices).table_valued("key", "value")
    field, option = cast(choice.c.key, BigInteger), cast(choice.c.value, BigInteger)
    living = select(field, option, func.count()).select_from(table_of(Lead)).join(choice, true())
    counted = living.where(leads.deleted_at.is_(None)).group_by(field, option)
    use: dict[int, dict[int, int]] = {}
    for field_id, option_id, number in conn.execute(counted):
        use.setdefault(field_id, {})[option_id] = number
    return use
