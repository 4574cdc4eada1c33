"""The one question that only AWS can answer, asked of a fake: how many request tokens a region has."""

from typing import Any

from infra.probe.bench import Bench
from infra.probe.questions import QUESTIONS


class Quotas:
    """Service Quotas with two pages."""

    def get_paginator(self, operation: str) -> Any:
        assert operation == "list_service_quotas"
        return self

    def paginate(self, ServiceCode: str) -> list[Any]:  # noqa: N803 (AWS's name)
        assert ServiceCode == "appsync"
        rate = {"QuotaName": "Rate of request tokens", "Value": 5000.0}
        return [{"Quotas": [{"QuotaName": "APIs", "Value": 25.0}]}, {"Quotas": [rate]}]


def test_the_regions_request_tokens_are_told() -> None:
    """By the quota that speaks of tokens, wherever it is listed."""
    asked = next(each for each in QUESTIONS if each.only_on_aws)

    answer = asked.ask(Bench({}, "eu-west-1", lambda _service, _region: Quotas()))

    assert answer.seen == "Rate of request tokens: 5000"
