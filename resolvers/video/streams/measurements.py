"""What IVS measures of a livestream, in CloudWatch: the time between keyframes, which it tells by no event.

Source: Amazon IVS User Guide, "Monitoring Amazon IVS Low-Latency Streaming" (high-resolution metrics).
"""

from datetime import timedelta
from functools import cache
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from resolvers.core.model import now
from resolvers.core.observability import logger

_SINCE: Final = timedelta(seconds=60)
_PERIOD: Final = 5  # seconds, as IVS advises


@cache
def client() -> Any:
    """Return the CloudWatch client; it gives up soon, because a livestream goes on without its measurements."""
    patience = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "max_attempts": 2})
    return boto3.client("cloudwatch", config=patience)


def find_keyframe_seconds(channel_arn: str) -> float | None:
    """Return the longest time between two keyframes of the last minute; None if nothing was measured."""
    at = now()
    metric = {
        "Namespace": "AWS/IVS",
        "MetricName": "KeyframeInterval",
        "Dimensions": [{"Name": "Channel", "Value": channel_arn.rpartition("/")[2]}],
    }
    stat = {"Metric": metric, "Period": _PERIOD, "Stat": "Maximum"}
    try:
        answer = client().get_metric_data(
            MetricDataQueries=[{"Id": "keyframes", "MetricStat": stat}], StartTime=at - _SINCE, EndTime=at
        )
    except (BotoCoreError, ClientError):
        logger.exception("keyframes not measured")
        return None
    values = [value for each in answer["MetricDataResults"] for value in each["Values"]]
    return max(values, default=None)
