"""The tables behind the history of what the sales head decides. Conventions as in ``store.table_kit``."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from sales_core.store.table_kit import KEY_TYPE


class Person(SQLModel, table=True):
    """What is known of a manager beside amoCRM. Both days are worked: the first and the last."""

    user_id: int = Field(primary_key=True, sa_type=KEY_TYPE, sa_column_kwargs={"autoincrement": False})
    hired_on: date | None = None
    dismissed_on: date | None = None


class SettingVersion(SQLModel, table=True):
    """One act of saving: who, when, and by which way (``page``, ``file``, ``setup``, ``restore``). ``restores``: the
    version that a person went back to."""

    __tablename__ = "setting_version"
    id: int | None = Field(default=None, primary_key=True, sa_type=KEY_TYPE)
    saved_at: int = Field(sa_type=BigInteger)
    saved_by: str
    via: str
    restores: int | None = Field(default=None, sa_type=BigInteger, nullable=True)


class SettingChange(SQLModel, table=True):
    """What a version changed, entry by entry (see ``sales_core.decisions``); JSON null: no entry."""

    __tablename__ = "setting_change"
    __table_args__ = (Index("setting_change_section", "section", "version_id"),)
    version_id: int = Field(sa_column=Column(KEY_TYPE, ForeignKey("setting_version.id"), primary_key=True))
    section: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    before: Any = Field(sa_column=Column(JSON))
    after: Any = Field(sa_column=Column(JSON))
