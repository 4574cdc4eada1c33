"""What a cold start takes: of each product's function beside its libraries, and of the orders' beside bare PyMySQL.

All are processes of their own, measured in turns, and what counts is the processor's time, not the clock's.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from resolvers.shop.database.address import Address
from tests.benchmarks.crowd import print_measurements
from tests.resolvers.shop.conftest import Schema, database_server, orders_server, schema

__all__ = ["database_server", "orders_server", "schema"]
ROOT: Final = Path(__file__).parent.parent.parent
ROUNDS: Final = 5
TURNS: Final = 8
# Above what was measured, 1.10 to 1.17, by what a busy machine may add to one side. With its rooms it was 1.8.
MOST_BESIDE_LIBRARIES: Final = 1.3
# What draws invoices and what the payments' function needs takes longer to load than the answer.
NOT_LOADED: Final = ("fpdf", "PIL", "fontTools", "uharfbuzz", "stripe", "icalendar", "strawberry", "graphql")
BARE: Final = """
import pymysql, sys
host, port, user, password, database = sys.argv[1:]
connection = pymysql.connect(
    host=host, port=int(port), user=user, password=password, database=database, ssl_disabled=True
)
with connection.cursor() as cursor:
    cursor.execute("SELECT id FROM orders WHERE id = 'order_0'")
    cursor.fetchall()
"""
ENTRY: Final = "import resolvers.video.api"
ROOM: Final = f"{ENTRY}; from resolvers.video.app import app; app.load_field('Query', 'video')"
IMPORT_ALL: Final = """
import contextlib, importlib
for name in {names}:
    with contextlib.suppress(ImportError):
        importlib.import_module(name)
"""
FUNCTION: Final = """
import json, sys
from types import SimpleNamespace
from resolvers.shop.database.address import Address
from resolvers.shop.orders import api, connection
host, port, user, password, database, event, *not_loaded = sys.argv[1:]
sign = connection._read_address
def read_address():
    sign()  # as on AWS; MariaDB knows no tokens, so the password is another one
    return Address(host, int(port), user, password, database)
connection._read_address = read_address
context = SimpleNamespace(
    function_name="orders", memory_limit_in_mb=512, invoked_function_arn="arn", aws_request_id="request"
)
answer = api.lambda_handler(json.loads(event), context)
assert json.loads(json.dumps(answer)) == {"data": None}, answer
assert not set(not_loaded) & set(sys.modules), set(not_loaded) & set(sys.modules)
"""
# A function's variables. pydantic looks for plugins in every installed distribution, of which a bundle has 15.
ENVIRONMENT: Final = os.environ | {
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "TABLE_NAME": "waymark",
    "POWERTOOLS_METRICS_NAMESPACE": "Waymark",
    "POWERTOOLS_SERVICE_NAME": "waymark",
    "POWERTOOLS_TRACE_DISABLED": "true",
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
}
EVENT: Final = {
    "arguments": {"id": "order_0"},
    "identity": {"sub": "grace", "username": "grace", "claims": {"email": "grace@example.org"}},
    "source": None,
    "request": {"headers": {}},
    "prev": None,
    "stash": {},
    "info": {
        "fieldName": "order",
        "parentTypeName": "Query",
        "variables": {},
        "selectionSetList": ["id"],
        "selectionSetGraphQL": "{ id }",
    },
}


def test_an_entry_is_imported_in_little_more_than_its_libraries_take() -> None:
    """The same modules of others, in the same order, without ours; what its first room adds is printed.

    A law says the same of the other products' entries: they load no room before one of its fields is asked for.
    """
    listed = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"{ENTRY}; import sys; print(*sys.modules)"],
        cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    libraries = [name for name in listed.stdout.split() if name.partition(".")[0] not in ("resolvers", "__main__")]
    programs = {"nothing": "pass", "libraries": IMPORT_ALL.format(names=libraries), "entry": ENTRY, "room": ROOM}

    least = dict.fromkeys(programs, float("inf"))
    for _ in range(TURNS):
        for name, program in programs.items():
            least[name] = min(least[name], run(program))

    taken = {name: milliseconds - least["nothing"] for name, milliseconds in least.items()}
    ratio = taken["entry"] / taken["libraries"]
    print_measurements("import of videos' function, ms of processor", **taken, ratio=ratio)
    assert ratio <= MOST_BESIDE_LIBRARIES


def test_a_cold_start_of_the_orders_function_beside_bare_pymysql(schema: Schema) -> None:
    """From nothing to the answer about an order that is not there, which is one SELECT; its token is signed too.

    It loads nothing that this answer does not need; the ratio is printed.
    """
    address = schema.address()
    bare = min(measure(BARE, address) for _ in range(ROUNDS))
    function = min(measure(FUNCTION, address, json.dumps(EVENT), *NOT_LOADED) for _ in range(ROUNDS))

    print_measurements("cold start, ms of processor", bare=bare, function=function, ratio=function / bare)


def measure(code: str, address: Address, *arguments: str) -> float:
    """Return the milliseconds of processor that Python needs for some code in a process of its own."""
    database = f"mysql://{address.user}@{address.host}:{address.port}/{address.database}"
    parts = (address.host, str(address.port), address.user, address.password, address.database)
    return run(code, *parts, *arguments, DATABASE_ADDRESS=database)


def run(code: str, *arguments: str, **variables: str) -> float:
    """Run Python in a process of its own and return the milliseconds of processor that it took."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code, *arguments], cwd=ROOT, env=ENVIRONMENT | variables, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return (used.ru_utime + used.ru_stime) * 1000
