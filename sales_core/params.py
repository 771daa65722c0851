"""The parameters of an address or a command, read one by one; what is wrong with them is collected on the way."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sales_core.errors import InputError
from sales_core.i18n import LANGUAGES, N_, Language

DEAL_TYPE, DEPARTMENT, PIPELINE = "deal_type", "department", "pipeline"
NO_TYPE, NO_MANAGER = N_("No type"), N_("No manager")

Params = Mapping[str, Sequence[str]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to filter by. Id 0 with an empty name is having none of it; whoever shows it says ``nameless``."""

    id: int
    name: str
    nameless: str = NO_TYPE


@dataclass(frozen=True, slots=True)
class Kind:
    """What a parameter chooses from. ``unknown``: the template of the error for anything else."""

    name: str
    choices: Sequence[Choice]
    unknown: str


class ParamReader:
    """``problems``: in the order of reading; what has a problem reads as its default."""

    def __init__(self, params: Params) -> None:
        self.params = params
        self.problems: list[InputError] = []

    def one(self, name: str, parse: Callable[[str], T], default: T) -> T:
        """A parameter that may stand only once; parameters of other names are none of ours."""
        texts = self.params.get(name, ())
        if len(texts) > 1:
            self.problems.append(InputError("“{name}” can be given only once", name=name))
            return default
        return next(self._read(texts, parse), default)

    def many(self, name: str, parse: Callable[[str], T]) -> list[T]:
        """Each value that means anything."""
        return list(self._read(self.params.get(name, ()), parse))

    def ids(self, kind: Kind) -> tuple[int, ...]:
        """Given by id or by name, in any case; a name that several share means all of them. In ascending order, each
        once: the same view has one address."""
        found = self.many(kind.name, lambda text: ids_matching(text, kind))
        return tuple(sorted({id_ for ids in found for id_ in ids}))

    def _read(self, texts: Sequence[str], parse: Callable[[str], T]) -> Iterator[T]:
        for text in texts:
            try:
                yield parse(text)
            except InputError as problem:
                self.problems.append(problem)


def ids_matching(text: str, kind: Kind) -> list[int]:
    """By id or by name, in any case. Raises InputError if none has it."""
    wanted = text.strip().casefold()
    found = [choice.id for choice in kind.choices if str(choice.id) == wanted]
    found = found or [choice.id for choice in kind.choices if wanted in _names(choice)]
    if not found:
        raise InputError(kind.unknown, text=text.strip())
    return found


def _names(choice: Choice) -> set[str]:
    names = [choice.name] if choice.name else [Language(code).text(choice.nameless) for code in LANGUAGES]
    return {name.casefold() for name in names}
