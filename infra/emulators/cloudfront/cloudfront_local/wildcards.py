"""CloudFront's wildcards: `*` stands for any characters, `?` for exactly one; everything else for itself."""

import re
from functools import lru_cache

_WILDCARDS = {"*": ".*", "?": "."}


def matches(pattern: str, text: str) -> bool:
    """Tell whether a pattern fits a whole text, upper and lower case apart."""
    return _compile(pattern).fullmatch(text) is not None


@lru_cache(maxsize=1000)
def _compile(pattern: str) -> re.Pattern[str]:
    # A run of stars means what one star does, and would make the search slow.
    shortened = re.sub(r"\*+", "*", pattern)
    return re.compile("".join(_WILDCARDS.get(each) or re.escape(each) for each in shortened), re.DOTALL)
