"""The globe: distances, boxes and tiles hold everywhere, checked over generated points."""

from hypothesis import given
from hypothesis import strategies as st

from resolvers.core import geo
from resolvers.core.geo import BoundsInput, GeoPoint

points = st.builds(
    GeoPoint,
    latitude=st.floats(-90, 90, allow_nan=False),
    longitude=st.floats(-180, 180, allow_nan=False),
)


@st.composite
def bounds(draw: st.DrawFn) -> BoundsInput:
    south, north = sorted((draw(st.floats(-90, 90)), draw(st.floats(-90, 90))))
    return BoundsInput(south=south, north=north, west=draw(st.floats(-180, 180)), east=draw(st.floats(-180, 180)))


@given(bounds(), points)
def test_every_point_of_a_box_lies_in_a_tile_of_its_cover(box: BoundsInput, point: GeoPoint) -> None:
    """No pin inside the bounds can be missed, at the poles and the antimeridian neither."""
    tiles = geo.cover(box)

    assert len(tiles) <= 9
    assert tiles == sorted(tiles)
    if box.holds(point):
        assert any(geo.quadkey(point).startswith(tile) for tile in tiles)


@given(points, points, st.floats(1, 20_000_000))
def test_the_box_around_a_circle_holds_all_of_it(centre: GeoPoint, other: GeoPoint, radius: float) -> None:
    """Whatever lies within the radius lies inside the box, up to the last millimetre of rounding."""
    if geo.distance(centre, other) <= radius * (1 - 1e-9):
        assert geo.around(centre, radius * (1 + 1e-9)).holds(other)


def test_london_to_paris_is_344_km() -> None:
    """The haversine on the mean radius, against the known great-circle distance."""
    london, paris = GeoPoint(latitude=51.5074, longitude=-0.1278), GeoPoint(latitude=48.8566, longitude=2.3522)

    assert round(geo.distance(london, paris) / 1000) == 344
