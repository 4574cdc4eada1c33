"""What nobody reads again on a laptop: old log events, metrics and alarm history, which AWS deletes on its own."""

import time
from typing import Any, Final

from ministack.services import cloudwatch, cloudwatch_logs

EVENTS_OF_STREAM: Final = 1_000
STREAMS_OF_GROUP: Final = 50
POINTS_OF_METRIC: Final = 1_000
METRIC_SECONDS: Final = 3 * 3600.0
ALARM_CHANGES: Final = 1_000


def prune() -> None:
    """Bound logs and metrics, whose growth every snapshot would pay for."""
    for group in list(cloudwatch_logs._log_groups._data.values()):  # noqa: SLF001
        _prune_group(group["streams"])
    now = time.time()
    for points in list(cloudwatch._metrics._data.values()):  # noqa: SLF001
        old = sum(point["Timestamp"] < now - METRIC_SECONDS for point in points)
        del points[: max(old, len(points) - POINTS_OF_METRIC)]
    for history in list(cloudwatch._alarm_history._data.values()):  # noqa: SLF001
        del history[:-ALARM_CHANGES]


def _prune_group(streams: dict[str, Any]) -> None:
    for stream in list(streams.values()):
        del stream["events"][:-EVENTS_OF_STREAM]
    by_age = sorted(streams, key=lambda name: streams[name].get("lastIngestionTime") or 0)
    for name in by_age[:-STREAMS_OF_GROUP]:
        streams.pop(name, None)
