"""The demo world's accounts, as its people file names them."""

from pathlib import Path
from typing import Final

import yaml

PEOPLE: Final = Path("infra/local/world/people.yaml")


def demo() -> list[dict[str, str]]:
    """Return label (their name), e-mail and password of each demo account."""
    told = yaml.safe_load(PEOPLE.read_text())
    return [{"label": each["name"], "email": each["email"], "password": told["password"]} for each in told["people"]]
