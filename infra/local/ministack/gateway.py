"""The layers before ministack: guard, our own paths, room on the disk, Cognito's firewall and trigger, write notes."""

from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs

from ministack import app

from infra.local.ministack import cognito_trigger, credentials, events, firewall, guard, state
from infra.local.ministack.guard import Guard, Refusal
from infra.local.ministack.messages import Message, Receive, Send, read_body, replay_body, reply, reply_error
from infra.local.ministack.slots import InvocationSlots
from infra.local.ministack.snapshots import Snapshots

READS: Final = ("Get", "List", "Describe", "BatchGet", "TransactGet", "Query", "Scan", "Receive", "Head", "Lookup")


class Gateway:
    """The ASGI application; `token` guards the credentials and the events of services beside it."""

    def __init__(self, token: str, snapshots: Snapshots, guarding: Guard) -> None:
        self._token = token
        self._snapshots = snapshots
        self._guard = guarding
        self._firewall = firewall.Firewall()
        self._slots = InvocationSlots()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await app.app(scope, receive, self._resume_at_startup(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif refusal := self._guard.refuse(scope):
            await _refuse(_with_origin(None, send), refusal)
        elif scope["path"].startswith("/_waymark/"):
            await self._handle_own_path(scope, receive, send)
        else:
            await self._handle_call(scope, receive, _with_origin(guard.read_headers(scope).get("origin"), send))

    def _resume_at_startup(self, send: Send) -> Send:
        async def forward(message: Message) -> None:
            if message["type"] == "lifespan.startup.complete":
                state.resume(self._snapshots.generation)
                self._snapshots.start()
            await send(message)

        return forward

    async def _handle_call(self, scope: Message, receive: Receive, send: Send) -> None:
        is_write = _is_write(scope)
        if is_write and (trouble := self._snapshots.find_trouble(_content_length(scope))):
            await reply_error(send, HTTPStatus.INSUFFICIENT_STORAGE, "InsufficientStorage", trouble)
            return
        if guard.claims_root(scope):
            body = await read_body(receive)
            if forged := guard.refuse_forged(scope, body):
                await _refuse(send, forged)
                return
            receive = replay_body(body, receive)
        if firewall.is_guarded(scope):
            body = await read_body(receive)
            if blocked := self._firewall.find_refusal(scope, body):
                await _refuse(send, blocked)
                return
            receive = replay_body(body, receive)
        # The loopback stands for AWS's TLS: policies that ask for `aws:SecureTransport` see it.
        scope["headers"] = [*scope["headers"], (b"x-forwarded-proto", b"https")]
        async with self._slots.slot(scope["path"]):
            await cognito_trigger.forward(app.app, scope, receive, send)
        if is_write:
            self._snapshots.note_write()

    async def _handle_own_path(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["path"] == "/_waymark/health":
            await self._report_health(send)
        elif not credentials.is_token(_read_bearer_token(scope), self._token):
            await reply(send, 403, {"message": "Send the emulator's token as Authorization: Bearer TOKEN."})
        elif scope["path"] == "/_waymark/events":
            await self._put_event(receive, send)
        else:
            access_key_id = parse_qs(scope["query_string"].decode()).get("accessKeyId", [""])[0]
            found = credentials.find_credentials(access_key_id)
            await reply(send, 200 if found else 404, found or {"message": "No such access key, or it has expired."})

    async def _put_event(self, receive: Receive, send: Send) -> None:
        try:
            events.put(await read_body(receive))
        except events.NoEvent as error:
            await reply(send, HTTPStatus.BAD_REQUEST, {"message": str(error)})
            return
        self._snapshots.note_write()
        await reply(send, HTTPStatus.OK, {})

    async def _report_health(self, send: Send) -> None:
        trouble = self._snapshots.find_trouble()
        health = {"status": "failing" if trouble else "ok", "message": trouble}
        seconds = {"unsavedSeconds": self._snapshots.get_unsaved_seconds()}
        await reply(send, HTTPStatus.SERVICE_UNAVAILABLE if trouble else HTTPStatus.OK, health | seconds)


def _with_origin(origin: str | None, send: Send) -> Send:
    """Return a `send` whose answers may be read by pages of this origin, and by no other."""

    async def forward(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = guard.allow_origin(message.get("headers", []), origin)
        await send(message)

    return forward


async def _refuse(send: Send, refusal: Refusal) -> None:
    await reply_error(send, refusal.status, refusal.code, refusal.message)


def _read_bearer_token(scope: Message) -> bytes:
    """Return the bearer token of a request, empty where there is none."""
    value: bytes = dict(scope["headers"]).get(b"authorization", b"")
    return value.removeprefix(b"Bearer ")


def _content_length(scope: Message) -> int:
    """Return the length that a request announces, 0 where it announces none."""
    text = dict(scope["headers"]).get(b"content-length", b"").decode("latin-1")
    return int(text) if text.isdecimal() else 0


def _is_write(scope: Message) -> bool:
    target = dict(scope["headers"]).get(b"x-amz-target", b"").decode("latin-1").rpartition(".")[2]
    return not target.startswith(READS) if target else scope["method"] not in {"GET", "HEAD", "OPTIONS"}
