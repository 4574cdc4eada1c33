"""`python -m infra.cost`: write docs/cost.md."""

from pathlib import Path
from typing import Final

from infra.cost.page import page

PAGE: Final = Path("docs/cost.md")

if __name__ == "__main__":
    PAGE.write_text(page())
