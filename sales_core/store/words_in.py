"""Whether a text holds a word, in any case. Neither database's own LIKE will do: SQLite folds no Cyrillic, PostgreSQL
only what its locale knows. Both know sets of signs, so every letter is looked for as itself and as its other case."""

from typing import Any

from sqlalchemy import ColumnElement, Connection

_GLOB_SIGNS = frozenset("*?[")


def holds_word(conn: Connection, text: Any, word: str) -> ColumnElement[bool]:
    """``text``: a column; ``word``: taken as it is, whatever signs it has."""
    is_sqlite = conn.dialect.name == "sqlite"
    pattern = f"*{''.join(map(_glob_sign, word))}*" if is_sqlite else "".join(map(_regex_sign, word))
    held: ColumnElement[bool] = text.op("GLOB" if is_sqlite else "~", is_comparison=True)(pattern)
    return held


def _glob_sign(sign: str) -> str:
    return f"[{sign}]" if sign in _GLOB_SIGNS else _either_case(sign) or sign


def _regex_sign(sign: str) -> str:
    return _either_case(sign) or (sign if sign.isalnum() else f"\\{sign}" if sign.isascii() else sign)


def _either_case(sign: str) -> str:
    cases = {case for case in (sign.lower(), sign.upper()) if len(case) == 1}
    return f"[{''.join(sorted(cases))}]" if len(cases) > 1 else ""
