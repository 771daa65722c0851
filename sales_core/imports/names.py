"""Names of deals, clients and people made comparable: «ООО "Гранит-Строй"» and «гранит строй» are one."""

import re

_LEGAL_FORMS = frozenset({
    "ооо", "оао", "зао", "пао", "ао", "нао", "ано", "нко", "ип", "чп", "тоо", "гуп", "муп", "фгуп", "фонд",
    "llc", "ltd", "inc", "corp", "gmbh", "co", "company", "llp",
})  # fmt: skip
_NO_WORD = re.compile(r"[\W_]+")


def words_of(text: str) -> tuple[str, ...]:
    """Its words in small letters, legal forms left out, unless there is nothing else."""
    words = tuple(_NO_WORD.sub(" ", text.casefold().replace("ё", "е")).split())
    return tuple(word for word in words if word not in _LEGAL_FORMS) or words


def plain_name(text: str) -> str:
    return " ".join(words_of(text))


def is_person(said: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether a person is meant by ``said``: each word is one of the name's or its first letters, like «Соколова А.»;
    one of them at least is a whole word."""
    left = list(name)
    for word in sorted(said, key=len, reverse=True):
        fitting = next((part for part in left if part == word), None) or next(
            (part for part in left if len(word) < 3 and part.startswith(word)), None
        )
        if fitting is None:
            return False
        left.remove(fitting)
    return any(word in name and len(word) > 2 for word in said)
