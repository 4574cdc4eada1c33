"""Check the templates: `python -m infra.rules`, or `--quick` for our own rules without cfn-lint and checkov."""

import sys
import time
from collections.abc import Iterator

from infra.rules import Finding, Project, findings
from infra.rules.posture import CheckovError, disagreements


def main() -> None:
    started = time.monotonic()
    project = Project.load()
    try:
        found = [str(each) for each in _all(project)]
    except CheckovError as problem:
        sys.exit(str(problem))
    if found:
        sys.exit("\n".join(found))
    print(f"{len(project.stacks)} stacks agree with contract and code ({time.monotonic() - started:.0f} s)")  # noqa: T201


def _all(project: Project) -> Iterator[Finding]:
    yield from findings(project)
    if "--quick" not in sys.argv[1:]:
        from infra.rules import lint  # noqa: PLC0415 (loads cfn-lint, which takes seconds)

        yield from lint.written()
        yield from lint.expanded(project)
        yield from disagreements()


if __name__ == "__main__":
    main()
