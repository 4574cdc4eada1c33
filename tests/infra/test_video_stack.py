"""The video stack: what MediaConvert may touch, and that nothing it writes starts another job."""

from typing import Any

import pytest

from infra import templates


@pytest.fixture(scope="module")
def resources() -> dict[str, Any]:
    found: dict[str, Any] = templates.load_all()["video"]["Resources"]
    return found


def prefixes(statement: dict[str, Any]) -> set[str]:
    resources_ = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
    return {str(each).partition("${MediaBucket}/")[2].partition("/")[0] for each in resources_}


def test_mediaconvert_reads_originals_and_writes_its_own_folders(resources: dict[str, Any]) -> None:
    """And nothing else, of this bucket or any other service."""
    (policy,) = resources["MediaConvertRole"]["Properties"]["Policies"]
    granted = {each["Action"]: prefixes(each) for each in policy["PolicyDocument"]["Statement"]}

    assert granted == {"s3:GetObject": {"videos"}, "s3:PutObject": {"media", "frames"}}


def test_no_output_can_start_a_job(resources: dict[str, Any]) -> None:
    """Neither MediaConvert nor the worker may write under the prefix that the rule hears."""
    pattern = resources["VideoUploadRule"]["Properties"]["EventPattern"]
    heard = {each["prefix"].rstrip("/") for each in pattern["detail"]["object"]["key"]}
    policies = [
        *resources["MediaConvertRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"],
        *resources["VideoWorkerFunction"]["Properties"]["Policies"][0]["Statement"],
    ]
    written = {prefix for each in policies if "s3:PutObject" in each["Action"] for prefix in prefixes(each)}

    assert heard == {"videos"}
    assert written & heard == set()


def test_the_rule_hears_only_reports_of_our_own_jobs(resources: dict[str, Any]) -> None:
    """Another service's jobs in the same account carry no video."""
    detail = resources["VideoReportRule"]["Properties"]["EventPattern"]["detail"]

    assert detail["userMetadata"] == {"videoId": [{"exists": True}]}
    assert "INPUT_INFORMATION" not in detail["status"]
