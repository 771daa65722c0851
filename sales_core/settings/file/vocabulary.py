"""What the words of a settings file can mean: users by e-mail, fields and deal types by name, each by its id."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import Connection

from sales_core.errors import InputError, not_synced
from sales_core.money import Currency, currency
from sales_core.setting_names import DEAL_TYPE_FIELD
from sales_core.store.import_lookups import Listed, load_emails, load_select_fields
from sales_core.store.references import load_account
from sales_core.store.setting_values import load_setting

_NAMES_SHOWN = 8


class Named(NamedTuple):
    """A thing of amoCRM's; an empty word names nothing."""

    id: int
    word: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``fields``: the select fields of leads; ``options``: by field id; ``deal_type_field``: whose options the deal
    types are."""

    currency: Currency
    users: tuple[Named, ...]
    fields: tuple[Named, ...]
    options: Mapping[int, tuple[Named, ...]]
    deal_type_field: int | None = None

    def with_field(self, field_id: int | None) -> "Vocabulary":
        return replace(self, deal_type_field=field_id)

    @property
    def deal_types(self) -> tuple[Named, ...]:
        return () if self.deal_type_field is None else self.options.get(self.deal_type_field, ())

    def user(self, value: Any) -> int:
        """The id; this and the next two raise InputError for what means nothing, or several things."""
        return _find(value, self.users, InputError("there is no user {value} in amoCRM", value=value))

    def field(self, value: Any) -> int:
        unknown = InputError("deals have no select field {value} in amoCRM", value=value)
        return _find(value, self.fields, unknown)

    def deal_type(self, value: Any) -> int:
        """By id also an option of another field: what was decided before another field was chosen stays decided."""
        if not isinstance(value, str):
            every = tuple(option for options in self.options.values() for option in options)
            return _find(value, every, self._no_deal_type(value))
        return _find(value, self.deal_types, self._no_deal_type(value))

    def _no_deal_type(self, value: Any) -> InputError:
        if not self.deal_types:
            return InputError("deal types are known once deal_type_field in [report] names their field")
        names = ", ".join(option.word for option in self.deal_types[:_NAMES_SHOWN])
        return InputError("there is no deal type {value}; there are {names}", value=value, names=names)

    def word_of_user(self, id_: int) -> str | int:
        return _word(id_, self.users)

    def word_of_field(self, id_: int) -> str | int:
        return _word(id_, self.fields)

    def word_of_deal_type(self, id_: int) -> str | int:
        return _word(id_, self.deal_types)


def load_vocabulary(conn: Connection) -> Vocabulary:
    """Raises InputError before the first sync: then no name means anything yet."""
    account = load_account(conn)
    if account is None:
        raise not_synced()
    fields = load_select_fields(conn)
    return Vocabulary(
        currency=currency(account.currency),
        users=tuple(Named(*user) for user in load_emails(conn)),
        fields=_named(fields),
        options={field.id: _named(options) for field, options in fields.items()},
        deal_type_field=load_setting(conn, DEAL_TYPE_FIELD),
    )


def _named(listed: Iterable[Listed]) -> tuple[Named, ...]:
    """A thing that is gone gives its name up to one of the same name that is there."""
    things = list(listed)
    living = {thing.name.casefold() for thing in things if not thing.is_deleted}
    return tuple(
        Named(thing.id, "" if thing.is_deleted and thing.name.casefold() in living else thing.name) for thing in things
    )


def _find(value: Any, known: Sequence[Named], unknown: InputError) -> int:
    """The id of what a file calls by id or by word; letter case matters only where it tells two apart."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise unknown
    if isinstance(value, int):
        matches = [item for item in known if item.id == value]
    else:
        word = value.strip()
        matches = [item for item in known if item.word == word] or [
            item for item in known if item.word and item.word.casefold() == word.casefold()
        ]
    if not matches:
        raise unknown
    if len(matches) > 1:
        ids = ", ".join(str(item.id) for item in matches)
        raise InputError("“{value}” is the name of several: give one of the ids {ids}", value=value, ids=ids)
    return matches[0].id


def _word(id_: int, known: Sequence[Named]) -> str | int:
    """The word a person would use, if it means this one thing and no other; else the id."""
    word = next((item.word for item in known if item.id == id_), "")
    is_plain = bool(word) and word == word.strip()
    return word if is_plain and sum(item.word.casefold() == word.casefold() for item in known) == 1 else id_
