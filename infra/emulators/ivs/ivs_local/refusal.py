"""Why a stream is not taken, in a sentence that its encoder shows."""


class StreamRefused(Exception):  # noqa: N818
    """A stream that is not taken, or not any longer; `limit` names the limit that it breaks, if it is one."""

    def __init__(self, reason: str, *, limit: "Limit | None" = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.limit = limit


class KeyInUse(StreamRefused):
    """A stream whose channel is live already."""


class Limit:
    """A limit of a channel and what was measured, in `unit`."""

    def __init__(self, name: str, value: int, measured: int, unit: str) -> None:
        self.name = name
        self.value = value
        self.measured = measured
        self.unit = unit
