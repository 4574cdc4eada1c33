"""The stream's function on the table in memory, for the campaigns that need no emulator."""

from tests.subscriptions.conftest import appsync, contract, stream

__all__ = ["appsync", "contract", "stream"]
