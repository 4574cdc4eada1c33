"""What a cold start of the orders' function takes beside a bare PyMySQL that connects and asks one SELECT.

Both are processes of their own on one database, and what counts is the processor's time, not the clock's.
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
    environment = os.environ | {
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "TABLE_NAME": "waymark",
        "DATABASE_ADDRESS": f"mysql://{address.user}@{address.host}:{address.port}/{address.database}",
        "POWERTOOLS_METRICS_NAMESPACE": "Waymark",
        "POWERTOOLS_SERVICE_NAME": "waymark",
        "POWERTOOLS_TRACE_DISABLED": "true",
    }
    parts = (address.host, str(address.port), address.user, address.password, address.database)
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code, *parts, *arguments], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return (used.ru_utime + used.ru_stime) * 1000
