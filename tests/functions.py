"""Small Lambda functions on an embedded AWS of a test's own."""

import io
import json
import zipfile
from typing import Final

from tests.emulator import Emulator

TRUST: Final = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
GRANT: Final = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": ["dynamodb:*", "sqs:*", "logs:*"], "Resource": "*"}],
}


def make_function(emulator: Emulator, name: str, code: str) -> None:
    """Make a function of one module, whose `handler` is called; its role may use tables, queues and logs."""
    iam = emulator.client("iam")
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=json.dumps(GRANT))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(f"{name}.py", code)
    emulator.client("lambda").create_function(
        FunctionName=name, Runtime="python3.13", Role=role, Handler=f"{name}.handler",
        Code={"ZipFile": content.getvalue()}, Timeout=30,
    )  # fmt: skip
