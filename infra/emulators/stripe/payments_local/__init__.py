"""A local emulator of Stripe's API: Checkout Sessions, refunds, events and signed webhooks."""

from typing import Final

API_VERSION: Final = "2026-10-28.endive"
