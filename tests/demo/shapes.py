"""Whether one JSON document has the same shape as another."""

from collections.abc import Iterator
from typing import Any


def differences(ours: Any, sample: Any, path: str = "") -> list[str]:
    """Where ``ours`` has other keys or kinds of values than ``sample``.

    Nothing is said where one of them is null or an empty list. Each item of a list must be like some of the sample's.
    """
    return list(_differences(ours, sample, path))


def _differences(ours: Any, sample: Any, path: str) -> Iterator[str]:
    if ours is None or sample is None or ours == [] or sample == []:
        return
    if isinstance(ours, dict) and isinstance(sample, dict):
        for key in sorted(ours.keys() ^ sample.keys()):
            yield f"{path}.{key}: only in {'ours' if key in ours else 'the sample'}"
        for key in ours.keys() & sample.keys():
            yield from _differences(ours[key], sample[key], f"{path}.{key}")
    elif isinstance(ours, list) and isinstance(sample, list):
        for place, item in enumerate(ours):
            found = [differences(item, other, f"{path}[{place}]") for other in sample]
            yield from min(found, key=len)
    elif type(ours) is not type(sample):
        yield f"{path}: {ours!r} is not like {sample!r}"
