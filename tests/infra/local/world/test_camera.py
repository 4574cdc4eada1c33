"""What a camera writes can be read back, south and west included."""

import pytest

from infra.local.world import camera, model
from tests.fixtures import pictures


@pytest.mark.parametrize("place", [(45.5105, -73.5735), (-31.9757, 115.8525), (-13.1631, -72.545), (0.0, 179.9999)])
def test_the_place_survives_degrees_minutes_and_seconds(place: camera.Place) -> None:
    """To a hundredth of a metre."""
    taken = camera.write_position(model.photo("espresso"), place, "Nora", "nora.jpg")

    assert pictures.place_in(taken) == pytest.approx(place, abs=1e-7)
