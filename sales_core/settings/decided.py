"""All that is decided now, with what its ids are called: what a settings page begins with."""

from typing import NamedTuple

from sqlalchemy import Connection

from sales_core.decisions import Entries
from sales_core.settings.words import Names, load_names
from sales_core.store.decisions import load_entries


class Decided(NamedTuple):
    entries: Entries
    names: Names


def load_decided(conn: Connection) -> Decided:
    return Decided(load_entries(conn), load_names(conn))
