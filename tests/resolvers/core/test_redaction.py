"""Secrets are in no record of the log."""

import logging
from collections.abc import Callable

import boto3
import pytest

from resolvers.core import redaction, secret


def test_what_is_hidden_is_hidden_in_messages_and_traces(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever logs it, once its value is known."""
    redaction.hide("hush-hush-0815")
    log = logging.getLogger("somebody.else")

    log.warning("the key is %s", "hush-hush-0815")
    log.warning({"key": "hush-hush-0815"})
    _log_failure(log, lambda: _fail("hush-hush-0815"))

    assert len(caplog.records) == 3
    assert "hush" not in caplog.text
    assert caplog.text.count("[hidden]") >= 3


def _log_failure(log: logging.Logger, act: Callable[[], None]) -> None:
    try:
        act()
    except ValueError:
        log.exception("it failed")


def _fail(value: str) -> None:
    raise ValueError(value)


@pytest.mark.usefixtures("aws")
def test_a_secret_that_is_read_is_in_no_log_at_any_level(caplog: pytest.LogCaptureFixture) -> None:
    """botocore logs the answer before its reader knows what is secret in it."""
    made = boto3.client("secretsmanager").create_secret(Name="of-a-test", SecretString="swordfish-of-the-test")
    caplog.set_level(logging.DEBUG)
    logging.getLogger("botocore").setLevel(logging.DEBUG)
    try:
        found = secret.read_text(made["ARN"])
    finally:
        logging.getLogger("botocore").setLevel(logging.NOTSET)

    assert found == "swordfish-of-the-test"
    assert "SecretString [hidden]" in caplog.text
    assert "swordfish" not in caplog.text
