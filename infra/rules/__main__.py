"""Check the templates: `python -m infra.rules`, or `--quick` for our own rules without cfn-lint and checkov.

`--index` writes the page that lists all rules.
"""

import sys
import time
from collections.abc import Iterator

from infra import templates
from infra.rules import Finding, Project, findings, lint
from infra.rules.index import PAGE, index
from infra.rules.posture import CheckovError, disagreements


def main() -> None:
    if "--index" in sys.argv[1:]:
        PAGE.write_text(index())
        return
    started = time.monotonic()
    project = Project.load()
    try:
        found = [str(each) for each in _find_all(project)]
    except CheckovError as problem:
        sys.exit(str(problem))
    if found:
        sys.exit("\n".join(found))
    print(f"{len(project.stacks)} stacks agree with contract and code ({time.monotonic() - started:.0f} s)")  # noqa: T201


def _find_all(project: Project) -> Iterator[Finding]:
    yield from findings(project)
    if "--quick" not in sys.argv[1:]:
        yield from lint.lint_composed(templates.write_composed(project.stacks))
        yield from lint.lint_expanded(project)
        yield from disagreements()


if __name__ == "__main__":
    main()
