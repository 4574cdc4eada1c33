"""Cognito's post-confirmation trigger, which ministack never fires.

Fired as Cognito does: after the person is confirmed or has set a new password, synchronously, with the pool's own
event. A trigger that fails answers `UserLambdaValidationException`, and the person stays confirmed.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Final

import boto3
from ministack.app import _resolve_port
from ministack.services import cognito

from infra.local.ministack.messages import App, Message, Receive, Send

SOURCES: Final = {
    "ConfirmSignUp": "PostConfirmation_ConfirmSignUp",
    "AdminConfirmSignUp": "PostConfirmation_ConfirmSignUp",
    "ConfirmForgotPassword": "PostConfirmation_ConfirmForgotPassword",
}


async def forward(app: App, scope: Message, receive: Receive, send: Send) -> None:
    """Let the request through; after a confirmation run the pool's trigger before the answer leaves."""
    action = dict(scope["headers"]).get(b"x-amz-target", b"").decode().rpartition(".")[2]
    if action not in SOURCES:
        await app(scope, receive, send)
        return
    body = bytearray()
    answer: list[dict[str, Any]] = []

    async def listen() -> Any:
        message = await receive()
        body.extend(message.get("body", b""))
        return message

    async def keep(message: Any) -> None:
        answer.append(message)

    await app(scope, listen, keep)
    if answer[0]["status"] == 200:  # noqa: PLR2004
        refusal = await asyncio.to_thread(_run, SOURCES[action], json.loads(body), _region(scope))
        answer = _refuse(answer, refusal) if refusal else answer
    for message in answer:
        await send(message)


def _run(source: str, body: Mapping[str, Any], region: str) -> str | None:
    """Invoke the trigger and return why it failed, or None."""
    pool, pool_id = _pool(body)
    function = (pool.get("LambdaConfig") or {}).get("PostConfirmation")
    if not function:
        return None
    event = _event(source, pool, pool_id, region, body)
    endpoint = f"http://127.0.0.1:{_resolve_port()}"
    client = boto3.client("lambda", endpoint_url=endpoint, region_name=region)
    result = client.invoke(FunctionName=function, Payload=json.dumps(event))
    problem = json.loads(result["Payload"].read() or b"null") if "FunctionError" in result else None
    return f"PostConfirmation failed with error {problem['errorMessage']}." if problem else None


def _pool(body: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    if "UserPoolId" in body:
        return cognito._user_pools[body["UserPoolId"]], body["UserPoolId"]  # noqa: SLF001
    pool, pool_id = cognito._pool_for_client(body["ClientId"])  # noqa: SLF001
    return pool, pool_id


def _event(source: str, pool: dict[str, Any], pool_id: str, region: str, body: Mapping[str, Any]) -> dict[str, Any]:
    user, _ = cognito._resolve_user(pool, body["Username"])  # noqa: SLF001
    attributes = {each["Name"]: each["Value"] for each in user["Attributes"]}
    return {
        "version": "1",
        "region": region,
        "userPoolId": pool_id,
        "userName": user["Username"],
        "callerContext": {
            "awsSdkVersion": "aws-sdk-unknown-unknown",
            "clientId": body.get("ClientId", "CLIENT_ID_NOT_APPLICABLE"),
        },
        "triggerSource": source,
        "request": {
            "userAttributes": attributes | {"cognito:user_status": user["UserStatus"]},
            "clientMetadata": body.get("ClientMetadata", {}),
        },
        "response": {},
    }


def _refuse(answer: list[dict[str, Any]], message: str) -> list[dict[str, Any]]:
    body = json.dumps({"__type": "UserLambdaValidationException", "message": message}).encode()
    headers = [(name, value) for name, value in answer[0]["headers"] if name.lower() != b"content-length"]
    return [
        {**answer[0], "status": 400, "headers": [*headers, (b"content-length", str(len(body)).encode())]},
        {"type": "http.response.body", "body": body},
    ]


def _region(scope: Any) -> str:
    """Return the region of the signature, or the only one that unsigned calls (sign-up) can mean here."""
    signed = dict(scope["headers"]).get(b"authorization", b"").decode()
    parts = signed.partition("Credential=")[2].split("/")
    return parts[2] if len(parts) > 2 else "us-east-1"  # noqa: PLR2004
