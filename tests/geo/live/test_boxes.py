"""Few boxes that hold everything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.live.boxes import MOST, Box, degrees, gather, join

EDGE = 20037508.342789244
numbers = st.floats(-EDGE, EDGE)
boxes = st.builds(lambda a, b, c, d: (min(a, b), min(c, d), max(a, b), max(c, d)), numbers, numbers, numbers, numbers)


@given(st.lists(boxes, max_size=60))
def test_every_box_lies_in_one_of_those_that_are_kept(given: list[Box]) -> None:
    kept = gather(given)
    assert len(kept) <= MOST
    assert all(any(join(outer, box) == outer for outer in kept) for box in given)


def test_near_boxes_are_joined_before_far_ones() -> None:
    villages = [(x * 1e5, 0.0, x * 1e5 + 10, 10.0) for x in range(MOST)]
    beside_the_last = (villages[-1][0] + 50, 0.0, villages[-1][0] + 60, 10.0)
    assert gather([*villages, beside_the_last])[:-1] == villages[:-1]


def test_degrees_are_rounded_outwards() -> None:
    west, south, east, north = degrees((2817774.61, 4696291.02, 2817774.61, 4696291.02))
    assert west <= 25.312500 <= east
    assert east - west <= 2e-6
    assert south == pytest.approx(38.822591, abs=2e-6)
    assert south < north


def test_the_whole_world_is_the_whole_pyramid() -> None:
    assert degrees((-EDGE, -EDGE, EDGE, EDGE)) == pytest.approx((-180, -85.051129, 180, 85.051129), abs=1e-6)
