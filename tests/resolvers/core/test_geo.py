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


@given(bounds(), st.floats(-90, 90))
def test_the_antimeridian_is_one_meridian(box: BoundsInput, latitude: float) -> None:
    """What lies at 180° lies at -180°: in the same tile, and in every box that ends or begins there (RFC 7946)."""
    east, west = (GeoPoint(latitude=latitude, longitude=longitude) for longitude in (180, -180))
    ending = BoundsInput(south=box.south, north=box.north, west=box.west, east=180)
    beginning = BoundsInput(south=box.south, north=box.north, west=-180, east=box.east)

    assert geo.quadkey(east) == geo.quadkey(west)
    for each in (ending, beginning):
        assert each.holds(east) == each.holds(west) == (box.south <= latitude <= box.north)
        if each.holds(east):
            assert any(geo.quadkey(east).startswith(tile) for tile in geo.cover(each))


@given(points, points, st.floats(1, 20_000_000))
def test_the_box_around_a_circle_holds_all_of_it(centre: GeoPoint, other: GeoPoint, radius: float) -> None:
    """Whatever lies within the radius lies inside the box, up to the last millimetre of rounding."""
    if geo.distance(centre, other) <= radius * (1 - 1e-9):
        assert geo.enclose_circle(centre, radius * (1 + 1e-9)).holds(other)


def test_london_to_paris_is_344_km() -> None:
    """The haversine on the mean radius, against the known great-circle distance."""
    london, paris = GeoPoint(latitude=51.5074, longitude=-0.1278), GeoPoint(latitude=48.8566, longitude=2.3522)

    assert round(geo.distance(london, paris) / 1000) == 344
