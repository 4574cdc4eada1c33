"""What a Lambda loads, and what it must not."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra.bundle import Bundle, bundles
from infra.imports import find_imported_modules
from resolvers import rooms
from tests.entries import LOAD_ROOMS

BUILD_TIME_ONLY = {"strawberry", "graphql", "aiohttp", "moto", "yaml"}
ENTRIES = [(bundle, entry) for bundle in bundles() for entry in bundle.entries]
PROGRAM = """
import json, sys, {entry}
{load_rooms}
rates = sys.modules.get("resolvers.core.rates")
packages = sorted({{name.split(".")[0] for name in sys.modules}})
print(json.dumps({{"packages": packages, "joined": len(rates._joined) if rates else 0}}))
"""


@pytest.mark.parametrize(("bundle", "entry"), ENTRIES, ids=[entry for _, entry in ENTRIES])
def test_an_entry_starts_with_what_its_bundle_holds(bundle: Bundle, entry: str, tmp_path: Path) -> None:
    """It misses nothing that is left out, and loads nothing that prints the contract: that would double a cold start.

    Rates ask with every mutation since when its caller is known; in tests all products are loaded, on AWS only one is.
    """
    for file in find_imported_modules(*bundle.entries).values():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, tmp_path / file)

    ran = _run(PROGRAM.format(entry=entry, load_rooms=LOAD_ROOMS), tmp_path)

    assert ran.stderr.strip() == ""
    found = json.loads(ran.stdout)
    assert {*found["packages"]} & BUILD_TIME_ONLY == set()
    assert found["joined"] == 1 or not entry.endswith(".api")


@pytest.mark.parametrize("product", rooms.ROOMS)
def test_an_entry_loads_no_room_before_one_of_its_fields_is_asked_for(product: str) -> None:
    """So a cold start waits for one room; a person's name costs no models of livestreams."""
    program = """
import sys, resolvers.{product}.api, resolvers.{product}.fields
from resolvers.{product}.app import app
handlers = lambda: {{name.split(".")[2] for name in sys.modules if name.endswith(".handler") and "resolvers" in name}}
before = handlers()
for field, room in resolvers.{product}.fields.ROOMS.items():
    app.load_field(*field.split("."))
    assert room in handlers(), field
print(sorted(before))
"""

    ran = _run(program.format(product=product), Path.cwd())

    assert ran.stderr == ""
    assert ran.stdout.strip() == "[]"


def test_the_platforms_entry_knows_every_topic() -> None:
    """`eventsSince` is answered there, for the topics of every room of every product."""
    program = """
import json, {entry}
from resolvers import rooms
from resolvers.platform.event_log import declarations
from resolvers.platform.app import app
app.load_field("Query", "eventsSince")
known = sorted(declarations._topics)
rooms.load_declarations()
print(json.dumps([known, sorted(declarations._topics)]))
"""

    ran = _run(program.format(entry="resolvers.platform.api"), Path.cwd())

    known, declared = json.loads(ran.stdout.splitlines()[-1])
    assert known == declared


def _run(program: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    environment = {"TABLE_NAME": "x", "AWS_DEFAULT_REGION": "us-east-1"}
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)  # noqa: S603  our own modules
