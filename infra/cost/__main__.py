"""`python -m infra.cost`: write docs/cost.md, docs/performance.md, and the table of docs/scale.md."""

import re
from pathlib import Path
from typing import Final

from infra.cost.load import table
from infra.cost.page import page
from infra.cost.performance import PAGE as PERFORMANCE
from infra.cost.performance import page as performance

PAGE: Final = Path("docs/cost.md")
SCALE: Final = Path("docs/scale.md")
TABLE: Final = re.compile(r"^\| what \| limit \|.*?(?=\n\n)", re.MULTILINE | re.DOTALL)

if __name__ == "__main__":
    PAGE.write_text(page())
    PERFORMANCE.write_text(performance())
    SCALE.write_text(TABLE.sub(lambda _: table(), SCALE.read_text()))
