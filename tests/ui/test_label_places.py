"""Names beside points never cover anything, and are there whenever there is room."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from sales_core.ui.activity.label_places import DOT_PX, Box, Dot, label_box, place_labels

FRAME = Box(0, 0, 560, 330)
CORNER = Box(0, 0, 240, 44)

dots = st.lists(
    st.tuples(st.floats(0, 560), st.floats(0, 330), st.integers(1, 40)), max_size=40
).map(lambda parts: [Dot(i, x, y, "М" * length) for i, (x, y, length) in enumerate(parts)])  # fmt: skip


@given(dots)
def test_no_name_covers_a_point_a_title_or_another_name(given_: list[Dot]) -> None:
    places = place_labels(given_, FRAME, [CORNER])
    by_id = {dot.id: dot for dot in given_}
    boxes = {id_: label_box(by_id[id_], place) for id_, place in places.items()}
    for box in boxes.values():
        assert box.is_within(FRAME)
        assert not box.meets(CORNER)
    for one, other in combinations(boxes.values(), 2):
        assert not one.meets(other)
    for id_, box in boxes.items():
        for dot in given_:
            if dot.id != id_:
                assert not box.meets(Box(dot.x - DOT_PX, dot.y - DOT_PX, dot.x + DOT_PX, dot.y + DOT_PX))


def test_a_name_stands_to_the_right_and_at_the_right_edge_to_the_left() -> None:
    places = place_labels([Dot(1, 100, 100, "Анна"), Dot(2, 555, 200, "Борис")], FRAME)
    assert (places[1].align, places[2].align) == ("left", "right")


def test_of_a_cluster_the_outermost_are_named() -> None:
    cluster = [Dot(i, 300 + i, 150 + i % 3, "Константин") for i in range(20)]
    places = place_labels([*cluster, Dot(99, 40, 300, "Константин")], FRAME)
    assert 99 in places
    assert 0 < len(places) < len(cluster)


def test_nothing_is_named_without_points() -> None:
    assert place_labels([], FRAME) == {}
