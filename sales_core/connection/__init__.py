"""Where access to the amoCRM account comes from: the environment, or a connection that somebody made in the browser or
with ``tablo connect``, kept in the database with its secrets sealed.

What pages and commands call is named here; each function takes the settings of the installation and the open database.
"""

from sales_core.connection.access import NOT_ADMIN, AccountAccess, OtherAccount, ask_for_access
from sales_core.connection.box import LockedError
from sales_core.connection.by_oauth import (
    Begun,
    Outcome,
    begin_again,
    begin_oauth,
    connect_by_code,
    finish_oauth,
    load_integration,
    load_outcome,
)
from sales_core.connection.by_token import connect_by_token, try_token
from sales_core.connection.clients import ONE_SHOT, open_client
from sales_core.connection.credentials import Credentials, NotConnected, Origin, credentials_mark, load_credentials
from sales_core.connection.state import ConnectionState, Way, load_connection_state

__all__ = [
    "NOT_ADMIN",
    "ONE_SHOT",
    "AccountAccess",
    "Begun",
    "ConnectionState",
    "Credentials",
    "LockedError",
    "NotConnected",
    "Origin",
    "OtherAccount",
    "Outcome",
    "Way",
    "ask_for_access",
    "begin_again",
    "begin_oauth",
    "connect_by_code",
    "connect_by_token",
    "credentials_mark",
    "finish_oauth",
    "load_connection_state",
    "load_credentials",
    "load_integration",
    "load_outcome",
    "open_client",
    "try_token",
]
