"""Values that nobody sends by mistake, by the scalar that carries them."""

from typing import Any, Final

LONE_SURROGATE: Final = "\ud83d"
IDS: Final[tuple[Any, ...]] = (
    "", " ", "\0", LONE_SURROGATE, "\u202egpj", "post_", "_", "#", "POST#x", "USER#ada-sub", "x" * 3_000,
    f"post_{'0' * 3_000}", f"photo_{'0' * 32}", "walk_0", "ada-sub", "../../etc/passwd", "' OR 1=1 --", "${jndi:ldap://x}",
    "null", "0", "post_0\n", "post_\uff21", "\U0001f600" * 800, "AAAA", "A" * 171, "====", "é" * 9,
)  # fmt: skip
TEXTS: Final[tuple[Any, ...]] = (
    "", "\0", LONE_SURROGATE, f"a{LONE_SURROGATE}b", "\udc00\ud800", "\u202eabc\u202c", "\u2066", "\u200b", "\uffff",
    "\ufdfa" * 100, "\ufdfa" * 500, "x" * 3_000, "x" * 300_000, "\U0001f468\u200d" * 2_000, "e" + "\u0301" * 5_000,
    "#" * 500, "@", "@" * 3_000, "a#b", "İ" * 60, "ŉ" * 500, "2026-13", "99999-01", "-0001-01", "0000-00", "<script>",
    "\r\n", "%s%n{0}",
)  # fmt: skip
NUMBERS: Final[tuple[Any, ...]] = (0, -1, 1, 99, 101, 2**31 - 1, -(2**31))
FLOATS: Final[tuple[Any, ...]] = (
    *(0.0, -0.0, 90.0, -90.0, 90.0001, 180.0, -180.0, 180.0001, 1e308, -1e308, 5e-324, 1e-130, 1e126),
    *(85.05112878, 179.99999999999997, 20_037_508.34, 40_075_017.0),
)

BY_SCALAR: Final[dict[str, tuple[Any, ...]]] = {
    "ID": IDS,
    "String": TEXTS,
    "Int": NUMBERS,
    "Float": FLOATS,
    "Boolean": (),
    "AWSDateTime": ("", "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z", "0000-00-00T00:00:00Z", "1e9"),
}


def values_of(scalar: str, *, is_list: bool) -> list[Any]:
    """Return the hostile values of a scalar; of a list of them, also too many and the same twice."""
    values = BY_SCALAR[scalar]
    return [[], *([each] for each in values), [values[-1]] * 2, ["post_0"] * 500] if is_list else list(values)
