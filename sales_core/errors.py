"""What can go wrong, in words a person can act on.

    TabloError
    ├── ConfigError      the environment or ``.env`` is wrong: nothing was started
    ├── InputError       a file, form, argument or address is wrong: nothing was stored
    ├── DatabaseError    the database cannot be used (newer than the program, locked, unreachable)
    └── AmocrmError      talking to amoCRM failed; its branches are in ``sales_core.amocrm.errors``

Each error carries a message *template* (English, the msgid of the translation catalogue) and its parameters, so that
a page, the command line and the run log say the same thing in the reader's language. Parameters never hold secrets.
"""

from typing import Any


class TabloError(Exception):
    """A failure told in one sentence: what happened and what to do next."""

    def __init__(self, template: str, **params: Any) -> None:
        self.template = template
        self.params = params
        super().__init__(template.format(**params))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.template, self.params)


def _rebuild(kind: type[TabloError], template: str, params: dict[str, Any]) -> TabloError:
    return kind(template, **params)


class ConfigError(TabloError):
    """The environment or ``.env`` is wrong; nothing was started."""


class InputError(TabloError):
    """A file, form, argument or address is wrong; nothing was stored."""


def not_synced() -> InputError:
    """Before the first sync no name means anything yet, and a report of zeros would look like an answer."""
    return InputError("Nothing has been read from amoCRM yet: run “tablo sync --once” first")


class NotConnectedError(TabloError):
    """No amoCRM account is stored yet: there is nothing to show, and the set-up is the way on."""


class DatabaseError(TabloError):
    """The database cannot be used as it is."""


class AmocrmError(TabloError):
    """Talking to amoCRM failed."""
