"""How long a browser may keep the files of the site without asking for them again."""

from pathlib import PurePath


def is_immutable(name: str) -> bool:
    """Tell whether a file carries its content in its name (all under assets/ do), so that it never changes."""
    return PurePath(name).parent.name == "assets"


def cache_control(name: str) -> str:
    """Return the file's Cache-Control."""
    return "public, max-age=31536000, immutable" if is_immutable(name) else "no-cache"
