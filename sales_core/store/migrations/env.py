"""Alembic's entry: migrations run on the connection the program gives, in the program's own transaction."""

from alembic import context
from sqlmodel import SQLModel

from sales_core.store import (  # noqa: F401 - the metadata know them by it
    activity_tables,
    amocrm_tables,
    bank_tables,
    closing_tables,
    connection_tables,
    decision_tables,
    pipeline_tables,
    portion_tables,
    register_tables,
    tables,
)

context.configure(connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata)
context.run_migrations()
