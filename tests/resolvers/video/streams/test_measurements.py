"""The time between keyframes, from CloudWatch, where IVS measures it."""

from datetime import timedelta

import boto3
import pytest

from resolvers.core.model import now
from resolvers.video.streams import measurements
from tests.resolvers.video.streams.conftest import Broadcasts

CHANNEL = "arn:aws:ivs:us-east-1:000000000000:channel/abc"


@pytest.fixture(autouse=True)
def cloudwatch(broadcasts: Broadcasts) -> None:
    measurements.client.cache_clear()


def measure(channel: str, seconds: float) -> None:
    dimensions = [{"Name": "Channel", "Value": channel}]
    measured = {"MetricName": "KeyframeInterval", "Dimensions": dimensions, "Value": seconds, "Unit": "Seconds"}
    at = now() - timedelta(seconds=20)
    boto3.client("cloudwatch").put_metric_data(Namespace="AWS/IVS", MetricData=[measured | {"Timestamp": at}])


def test_it_is_the_longest_of_the_channels_last_minute() -> None:
    for channel, seconds in (("abc", 2.0), ("abc", 10.0), ("another", 12.0)):
        measure(channel, seconds)

    assert measurements.find_keyframe_seconds(CHANNEL) == 10.0


def test_nothing_is_known_of_a_channel_that_nobody_measured() -> None:
    assert measurements.find_keyframe_seconds(CHANNEL) is None


def test_a_livestream_goes_on_without_its_measurements(monkeypatch: pytest.MonkeyPatch) -> None:
    """CloudWatch does not answer."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDWATCH", "http://127.0.0.1:9")
    measurements.client.cache_clear()

    assert measurements.find_keyframe_seconds(CHANNEL) is None
    measurements.client.cache_clear()
