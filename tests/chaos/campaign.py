"""How long a campaign is: short in `make test`, long in `make chaos`, which sets CHAOS_ROUNDS."""

import os
from typing import Final

ROUNDS: Final = int(os.environ.get("CHAOS_ROUNDS", "2"))
