"""Measurements of streams, in CloudWatch.

Source: Amazon IVS User Guide, "Monitoring Amazon IVS Low-Latency Streaming".
"""

import asyncio
import logging
import os
from functools import cached_property
from typing import Any, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ivs_local.storage import find_endpoint

log = logging.getLogger("ivs.metrics")


class Metrics(Protocol):
    """Where measurements go."""

    async def put(self, channel_arn: str, name: str, value: float, unit: str) -> None:
        """Write one measurement of a channel's stream; one that is lost is no fault."""


class CloudWatchMetrics:
    """The CloudWatch at `AWS_ENDPOINT_URL_CLOUDWATCH`, else at `AWS_ENDPOINT_URL`; without one nothing is measured."""

    async def put(self, channel_arn: str, name: str, value: float, unit: str) -> None:
        """Write one measurement of a channel's stream."""
        if not (os.environ.get("AWS_ENDPOINT_URL_CLOUDWATCH") or find_endpoint()):
            return
        measured = {
            "MetricName": name,
            "Dimensions": [{"Name": "Channel", "Value": channel_arn.rpartition("/")[2]}],
            "Value": value,
            "Unit": unit,
            "StorageResolution": 1,
        }
        try:
            await asyncio.to_thread(self._client.put_metric_data, Namespace="AWS/IVS", MetricData=[measured])
        except (ClientError, BotoCoreError) as error:
            log.warning("%s is lost: %s", name, error)

    @cached_property
    def _client(self) -> Any:
        config = Config(retries={"total_max_attempts": 1}, connect_timeout=3, read_timeout=5)
        return boto3.client("cloudwatch", region_name=os.environ.get("AWS_REGION", "us-east-1"), config=config)
