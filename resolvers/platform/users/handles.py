"""What a handle may be: its form, and the names that are nobody's because people would trust them.

A name is reserved with everything that looks like it. Handles are ASCII, so of Unicode's confusables (UTS #39) only
its letters, digits and pairs of letters matter, and the digits that people read as letters.
"""

import re
from typing import Final

_FORM: Final = re.compile(r"[a-z0-9](?:[a-z0-9_]{1,28})[a-z0-9]")
_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_LETTERS: Final = str.maketrans("0134578i", "oleastbl")
_DIGITS_AT_THE_END: Final = re.compile(r"\d+$")

# The service's own name is reserved in any combination; the others on their own, with numbers, and combined.
_NAMES: Final = ("waymark",)
_WORDS: Final = """
    abuse account accounts admin administrator admins all anonymous api bot billing bots contact copyright deleted
    developer developers everybody everyone feedback founder guest guests help helpdesk here hostmaster info internal
    legal mail mailer me mod moderation moderator moderators mods news nobody noreply null official operator owner
    payment payments police postmaster press privacy refund refunds root safety sales security service shop site staff
    status store super superuser support sysadmin system team terms the trust undefined unknown user username users
    verified webmaster www you
"""


def parse_handle(handle: str) -> str:
    """Return a handle in lower case and without `@`, or raise `ValueError` for one that nobody may have."""
    lowered = handle.lower().removeprefix("@")
    if not _FORM.fullmatch(lowered):
        raise ValueError("A handle has 3 to 30 letters, digits or underscores, and begins and ends without one")
    if is_reserved(lowered):
        raise ValueError("This handle is reserved, or looks like one that is")
    return lowered


def is_reserved(handle: str) -> bool:
    """Tell whether a handle is, or looks like, a name that people would take for the service's own."""
    looks = _skeleton(handle.replace("_", ""))
    if any(name in looks for name in _RESERVED_NAMES):
        return True
    parts = [_DIGITS_AT_THE_END.sub("", part) for part in handle.split("_")]
    return looks in _RESERVED_WORDS or all(_skeleton(part) in _RESERVED_WORDS for part in parts if part)


def _skeleton(name: str) -> str:
    """Return what names that look alike have in common."""
    letters = name.translate(_LETTERS)
    for pair, letter in _PAIRS:
        letters = letters.replace(pair, letter)
    return letters


_RESERVED_NAMES: Final = tuple(map(_skeleton, _NAMES))
_RESERVED_WORDS: Final = frozenset(map(_skeleton, _WORDS.split()))
