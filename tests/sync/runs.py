"""A worker's first sync in a process of its own, to be killed."""

from sales_core.store.database import open_database
from sales_core.sync.passes import run_pass
from sales_core.sync.progress import Silence
from sales_core.sync.session import Session
from tests.sync.worlds import Hands, quick_client


def sync_into(database_url: str, amocrm_url: str) -> None:
    """One pass, from wherever the database stands."""
    database = open_database(database_url)
    client = quick_client(amocrm_url)
    run_pass(Session(client, database, Hands(), Silence()), every_s=60)
    client.close()
