"""Two judges of the data plane's profile: graphql-http's audits over HTTP, AWS's linter over APPSYNC_JS."""

import asyncio
import json
from typing import Any

import pytest

from appsync_local.javascript.script import CodeRefused, Script
from tests.fakes.news_api import KEY, serve_news_api
from tests.fakes.node_client import CLIENTS, install

# The audits that AppSync itself would not pass, and why.
EXPECTED_WARNINGS = {
    "22EB",  # asks for application/graphql-response+json
    "9ABE",  # asks for 4xx without a content type
    "572B",  # asks for 200 on a document that does not parse
    "FDE2",  # asks for 200 on a field that begins with a digit, which does not parse either
    "86EE",  # asks for 400 on variables that do not fit
}
MUST = {"4655", "82A3", "BF61", "78D5", "2C94", "03D4", "13EE", "B8B3", "0220", "0221", "0222", "28B9", "1B7A"}
# Rules that no code of AppSync's can break at deployment: what they forbid fails when it is called.
AT_RUN_TIME = "no-disallowed-methods"


async def run_script(script: str, *arguments: str) -> Any:
    """Return what a script of the profile prints."""
    install("profile")
    process = await asyncio.create_subprocess_exec(
        "node", script, *arguments, cwd=CLIENTS / "profile", stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0
    return json.loads(printed)


async def test_the_audits_give_appsyncs_own_profile() -> None:
    """All 13 that a server MUST pass, and of those it SHOULD exactly the 18 that AppSync would: no more, no fewer."""
    async with serve_news_api() as news:
        results = await run_script("audit.mjs", news.url, json.dumps({"x-api-key": KEY}))

    must = {each["id"] for each in results if each["kind"] == "MUST"}
    should = {each["id"]: each["status"] for each in results if each["kind"] == "SHOULD"}
    assert must == MUST
    assert [each for each in results if each["kind"] == "MUST" and each["status"] != "ok"] == []
    assert {audit for audit, status in should.items() if status != "ok"} == EXPECTED_WARNINGS
    assert len(should) - len(EXPECTED_WARNINGS) == 18


@pytest.fixture(scope="module")
def linter() -> dict[str, dict[str, list[str]]]:
    """The linter's own cases by rule."""
    cases: dict[str, dict[str, list[str]]] = asyncio.run(run_script("linter-cases.mjs"))
    return cases


def is_refused(rule: str, code: str) -> bool:
    """Return whether a code is refused by a rule, or fails when it is called by one that shows only then."""
    if rule == AT_RUN_TIME:
        script = Script(f"export function request() {{ {code} }}")
        return "is not implemented by APPSYNC_JS" in str(script.call("request", {"arguments": {}}).defect)
    try:
        Script(code)
    except CodeRefused as reason:
        return f"({rule}" in str(reason)  # one rule tests itself under a shorter name than it is registered by
    return False


def test_every_case_of_awss_linter_is_judged_alike(linter: dict[str, dict[str, list[str]]]) -> None:
    """Each rule refuses, under its name, the codes that the linter calls invalid, and takes those it calls valid."""
    wrong = [
        (rule, code, verdict)
        for rule, cases in linter.items()
        for verdict in ("valid", "invalid")
        for code in cases[verdict]
        if is_refused(rule, code) != (verdict == "invalid")
    ]

    assert len(linter) >= 20
    assert wrong == []
