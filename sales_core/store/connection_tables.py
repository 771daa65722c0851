"""The tables behind the connection to amoCRM that somebody made in the browser or a terminal.

Secrets in them are sealed (see ``sales_core.connection.box``). Conventions as in ``store.table_kit``.
"""

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Text
from sqlmodel import Field, SQLModel


class AccountConnection(SQLModel, table=True):
    """One row: how to reach the account. Either ``token``, a long-lived one, or the integration whose rotating pair
    lies in ``oauth_token``."""

    __tablename__ = "connection"
    id: int = Field(default=1, primary_key=True)
    base_url: str
    connected_at: int = Field(sa_type=BigInteger)
    token: str | None = Field(default=None, sa_type=Text)
    client_id: str | None = None
    client_secret: str | None = Field(default=None, sa_type=Text)
    redirect_uri: str | None = None


class OAuthAttempt(SQLModel, table=True):
    """Somebody was sent to amoCRM's consent page. The answer is known by a ``state`` of which only the hash is kept;
    ``id`` may stand in an address.

    ``used_at``: the answer has come. Then ``error`` (a sentence as ``{"template": …, "params": …}``) or ``access``
    (what the account shows) tells how it ended; neither: its process died on the way. The integration's secret is kept
    until then, unless the integration is the environment's.
    """

    __tablename__ = "oauth_attempt"
    id: str = Field(primary_key=True)
    state_hash: str = Field(unique=True)
    base_url: str
    client_id: str
    client_secret: str | None = Field(default=None, sa_type=Text)
    redirect_uri: str
    begun_at: int = Field(sa_type=BigInteger)
    used_at: int | None = Field(default=None, sa_type=BigInteger)
    error: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    access: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
