"""checkov on the templates, less what we decided otherwise: each such decision has its reason here, and ends with it.

checkov lives in a virtual environment of its own (`.waymark/checkov`), which `make check-infra` fills.
"""

import fnmatch
import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from infra.rules.cache import find_once
from infra.rules.finding import Finding
from infra.templates import COMPOSED

REQUIREMENTS: Final = Path("requirements/checkov.txt")
CHECKOV: Final = Path(".waymark/checkov/bin/checkov")
_OPTIONS: Final = ("--framework", "cloudformation", "--skip-download", "--compact", "--quiet", "--output", "json")


class CheckovError(Exception):
    """checkov is missing or did not answer; the text says what to do."""


@dataclass(frozen=True)
class Accepted:
    """A check of checkov that does not hold for these resources (`stack.Name`, with `*`), on purpose."""

    check: str
    where: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        return finding.code == self.check and fnmatch.fnmatchcase(finding.where, self.where)


_OWN_KEY: Final = "AWS encrypts it by its own key; one of ours costs a request each time and protects no more."

ACCEPTED: Final = (
    Accepted("CKV_AWS_18", "*", "Access logs of buckets name people's addresses; CloudTrail's data events answer who."),
    Accepted(
        "CKV_AWS_27",
        "*",
        "SqsManagedSseEnabled encrypts them, which checkov does not see.",
    ),
    Accepted("CKV_AWS_68", "frontend.Distribution", "It serves public files; the firewall guards the API."),
    Accepted(
        "CKV_AWS_76",
        "learning.LearningRestApi",
        "They need a role of the whole region's account; the function logs each refusal, and traces have the rest.",
    ),
    Accepted("CKV_AWS_86", "frontend.Distribution", "Its metrics suffice, and its logs would name readers' addresses."),
    Accepted("CKV_AWS_111", "deployer.RoleBoundary", "A boundary grants nothing; the roles within it name resources."),
    Accepted("CKV_AWS_115", "*", "Reserved concurrency is taken from all others; the worker's mapping bounds itself."),
    Accepted("CKV_AWS_116", "*", "Callers wait for an answer, or the queue and the mapping have the dead letters."),
    Accepted("CKV_AWS_117", "*", "Only the orders' functions reach something in a network; rule E06 holds them there."),
    Accepted(
        "CKV_AWS_118", "database.Instance", "CloudWatch's own metrics ring; the system's need a role and paid logs."
    ),
    Accepted("CKV_AWS_119", "foundation.Table", _OWN_KEY),
    Accepted("CKV_AWS_149", "*", _OWN_KEY),
    Accepted(
        "CKV_AWS_120", "learning.LearningRestApi", "Every answer is one person's own and changes: nothing to cache."
    ),
    Accepted("CKV_AWS_157", "database.Instance", "MultiAz is a parameter, true in staging and production."),
    Accepted("CKV_AWS_158", "*", _OWN_KEY),
    Accepted("CKV_AWS_173", "*", "The variables hold names, never secrets."),
    Accepted(
        "CKV_AWS_192",
        "security.Firewall",
        "Log4j's rules count and label; `Refused` blocks what they found, except in articles.",
    ),
    Accepted("CKV2_AWS_69", "database.Instance", "Its parameter group demands TLS, which rule E03 checks."),
    Accepted("CKV2_AWS_33", "api.Api", "The stack `security` puts the firewall before the API, by its parameter."),
)


def disagreements(folder: Path = COMPOSED, accepted: tuple[Accepted, ...] = ACCEPTED) -> Iterator[Finding]:
    """Yield what checkov finds and nobody accepted, and what was accepted and is found no more."""
    templates = [path.read_bytes() for path in sorted(folder.glob("*.yaml"))]
    every = find_once(
        "checkov", [*templates, REQUIREMENTS.read_bytes(), str(_OPTIONS).encode()], partial(run_checkov, folder)
    )
    yield from find_unaccepted(every, accepted)


def find_unaccepted(every: Iterable[Finding], accepted: tuple[Accepted, ...] = ACCEPTED) -> Iterator[Finding]:
    """Yield what nobody accepted of what checkov found, and what was accepted for nothing."""
    used: set[Accepted] = set()
    for finding in every:
        covering = {each for each in accepted if each.covers(finding)}
        used |= covering
        if not covering:
            yield finding
    for each in accepted:
        if each not in used:
            yield Finding(each.check, each.where, "checkov finds this no more: take it out of infra/rules/posture.py.")


def run_checkov(folder: Path) -> Iterator[Finding]:
    """Yield all that checkov finds in a folder of templates; raises `CheckovError` where it cannot be asked."""
    if not CHECKOV.exists():
        raise CheckovError("checkov is not installed. Run: make check-infra")
    command = [str(CHECKOV), "--directory", str(folder), *_OPTIONS]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (the project's own tool)
    try:
        answer: dict[str, Any] = json.loads(ended.stdout)
        failed, unread = answer["results"]["failed_checks"], answer["summary"]["parsing_errors"]
    except (ValueError, KeyError) as problem:
        raise CheckovError(f"checkov gave no results: {ended.stderr[-500:] or ended.stdout[-500:]}") from problem
    if unread:
        raise CheckovError(f"checkov cannot read {unread} of the templates in {folder}.")
    yield from map(_finding, failed)


def _finding(failed: Mapping[str, Any]) -> Finding:
    resource = str(failed["resource"]).rpartition(".")[2]
    first, _ = failed["file_line_range"]
    return Finding(
        failed["check_id"],
        f"{Path(failed['file_path']).stem}.{resource}",
        f"{failed['check_name']} (line {first}). Mend it, or accept it with a reason in infra/rules/posture.py.",
    )
