"""Where the names beside the points of a chart stand, so that none covers a point, a border or another name.

Greedy: the outermost points choose first, each the first free place around itself. A name without a free place is left
out, so that what is written stays legible however many points there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple


class Box(NamedTuple):
    """In pixels, ``bottom`` below ``top``."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def is_within(self, other: "Box") -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


class Dot(NamedTuple):
    """A point with its name; ``id`` tells two of one name apart."""

    id: int
    x: float
    y: float
    name: str


class Place(NamedTuple):
    """Beside a point: ``align`` of the text at ``dx``, ``dy`` from it, the text's middle being at that height."""

    align: str
    dx: float
    dy: float


LETTER_PX, LINE_PX, DOT_PX = 7.0, 15.0, 6.0
"""How wide a letter is at most on average, how high a line, how far a point reaches from its middle."""

_GAP = DOT_PX + 4
_PLACES = (
    Place("left", _GAP, 0),
    Place("right", -_GAP, 0),
    Place("left", _GAP - 3, -11),
    Place("left", _GAP - 3, 11),
    Place("right", 3 - _GAP, -11),
    Place("right", 3 - _GAP, 11),
    Place("center", 0, -17),
    Place("center", 0, 17),
)


def place_labels(
    dots: Sequence[Dot], frame: Box, taken: Sequence[Box] = (), lines: Sequence[Box] = ()
) -> Mapping[int, Place]:
    """By id; those that find no place are left out. ``taken``: what else names must not cover; ``lines``: what they
    cross only where there is no other place."""
    around = {dot.id: Box(dot.x - DOT_PX, dot.y - DOT_PX, dot.x + DOT_PX, dot.y + DOT_PX) for dot in dots}
    placed: dict[int, Place] = {}
    occupied = [*taken]
    for dot in _outermost_first(dots):
        others = [box for id_, box in around.items() if id_ != dot.id]
        boxes = {place: label_box(dot, place) for place in _PLACES}
        free = [
            place
            for place, box in boxes.items()
            if box.is_within(frame) and not any(map(box.meets, (*others, *occupied)))
        ]
        if free:
            clear = (place for place in free if not any(map(boxes[place].meets, lines)))
            placed[dot.id] = next(clear, free[0])
            occupied.append(boxes[placed[dot.id]])
    return placed


def label_box(dot: Dot, place: Place) -> Box:
    width = len(dot.name) * LETTER_PX
    left = dot.x + place.dx - {"left": 0, "center": width / 2, "right": width}[place.align]
    middle = dot.y + place.dy
    return Box(left, middle - LINE_PX / 2, left + width, middle + LINE_PX / 2)


def _outermost_first(dots: Sequence[Dot]) -> Iterator[Dot]:
    """By the distance from the middle of them all, each direction in its own measure."""
    if not dots:
        return
    middle_x, spread_x = _middle([dot.x for dot in dots])
    middle_y, spread_y = _middle([dot.y for dot in dots])
    yield from sorted(
        dots, key=lambda dot: (-max(abs(dot.x - middle_x) / spread_x, abs(dot.y - middle_y) / spread_y), dot.id)
    )


def _middle(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low + high) / 2, (high - low) / 2 or 1.0
