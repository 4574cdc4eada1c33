"""What the AWS scalars take and give."""

import pytest

from appsync_local.schema.scalars import SCALARS, InvalidValue

FITS: dict[str, list[object]] = {
    "AWSDate": ["2026-11-21", "2026-11-21Z", "2026-11-21+02:00", "2024-02-29-05:30:15", "2026-11-21+18:00"],
    "AWSTime": ["12:30", "12:30:15", "12:30:15.123Z", "12:00:34.", "23:59:59.123456789+01:00"],
    "AWSDateTime": ["2026-11-21T05:30Z", "2026-11-21T05:30:00.000Z", "2026-11-21T05:30:00+01:00"],
    "AWSTimestamp": [0, -1, 2**63 - 1],
    "AWSEmail": ["ada@example.com", "a.b+c@x-y.org", '"a b"@example.com'],
    "AWSJSON": ["{}", "[1, null]", "null", '"text"'],
    "AWSPhone": ["+44 20 7946 0018", "555-123-4567".replace("555", "212"), "+4915112345678", "1 212 555 1234"],
    "AWSURL": ["https://example.com/a?b=c", "mailto:ada@example.com", "http://localhost:4000"],
    "AWSIPAddress": ["127.0.0.1", "10.0.0.0/8", "::1", "2001:db8::/32"],
    "Int": [5, "5", 5.0, -(2**31)],
    "Float": [1.5, 2, "2.5"],
    "Boolean": [True, "true", 0],
    "ID": ["x", 7],
    "String": ["x", 7, True],
}
UNFIT: dict[str, list[object]] = {
    "AWSDate": ["2026-13-01", "2026-02-30", "21.11.2026", 20261121, "2026-11-21+2", "2026-11-21-18:01"],
    "AWSTime": ["25:00", "12:60", "12", "12:30:15 Z", "12:30:60", "24:00", "12:30:15.1234567890", "1٢:30"],
    "AWSDateTime": ["2026-11-21T05:30:00", "2026-11-21T11:5:29Z", "2026-02-30T00:00:00Z", "2026-11-21", 5],
    "AWSTimestamp": ["soon", 1.5, True, 2**63],
    "AWSEmail": ["ada", "ada@", "@example.com", "a b@example.com", "a@b@c", "a..b@example.com", ".a@example.com"],
    "AWSPhone": ["12", "phone", "+1 (212) 555", "012 345 6789"],
    "AWSURL": ["example.com", "https://example.com/a//b", "/path", "http://a b"],
    "AWSIPAddress": ["256.0.0.1", "[::1]", "10.0.0.0/33", "localhost", "10.0.0.0/255.0.0.0", "fe80::1%eth0"],
    "AWSJSON": ["{a: 1}", "abc", 5, "", "NaN", '{"a": Infinity}', "[" * 100_000],
    "Int": ["x", 2**31, 1.5, True],
    "Float": ["x", True, float("inf")],
    "Boolean": ["perhaps"],
    "ID": [1.5, True, {}],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in FITS.items() for value in values])
def test_values_that_fit_pass_both_ways(name: str, value: object) -> None:
    """A well-formed value is taken from clients and given back."""
    SCALARS[name].parse(value)
    SCALARS[name].serialize(value)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in UNFIT.items() for value in values])
def test_values_that_do_not_fit_are_refused(name: str, value: object) -> None:
    """A malformed value is refused with a reason that shows it."""
    with pytest.raises(InvalidValue):
        SCALARS[name].parse(value)


def test_reasons_are_appsyncs() -> None:
    """The texts of refusals name the value in backticks and what it should have been."""
    with pytest.raises(InvalidValue, match=r"Unable to parse `abc` as a valid DateTime Object\."):
        SCALARS["AWSDateTime"].parse("abc")
    with pytest.raises(InvalidValue, match=r"Unable to serialize `abc` as a valid DateTime Object\."):
        SCALARS["AWSDateTime"].serialize("abc")


def test_json_is_parsed_for_resolvers_and_text_for_clients() -> None:
    """AWSJSON arrives as an object and leaves as a string; a string that is JSON text leaves unchanged."""
    scalar = SCALARS["AWSJSON"]

    assert scalar.parse('{"a": [1, null]}') == {"a": [1, None]}
    assert scalar.serialize({"a": [1, None]}) == '{"a":[1,null]}'
    assert scalar.serialize('{"a":1}') == '{"a":1}'
    assert scalar.serialize("plain") == '"plain"'
