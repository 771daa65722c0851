"""A file with something wrong in it: every fault by its place, told together."""

from collections.abc import Sequence

from sales_core.errors import InputError

SHOWN_FAULTS = 50


class WrongFileError(InputError):
    """Raised once for a whole file. As a sentence it names the first fault and how many there are; ``faults`` has each
    (the first ``SHOWN_FAULTS``)."""

    def __init__(self, file: str, faults: Sequence[InputError]) -> None:
        self.file = file
        self.faults = tuple(faults[:SHOWN_FAULTS])
        self.count = len(faults)
        if self.count == 1:
            super().__init__("{file}: {fault}. Nothing was stored", file=file, fault=faults[0])
        else:
            super().__init__(
                "{file}: {count} faults, nothing was stored. The first: {fault}",
                file=file, count=self.count, fault=faults[0],
            )  # fmt: skip

    def __reduce__(self) -> tuple[type["WrongFileError"], tuple[str, tuple[InputError, ...]]]:
        return WrongFileError, (self.file, self.faults)
