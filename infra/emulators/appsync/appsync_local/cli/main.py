"""The command `appsync-local`: serve APIs until interrupted."""

import argparse
import asyncio
import gc
import importlib
import logging
import os
import signal
import ssl
import sys
from collections.abc import Sequence

from appsync_local.api.deployments import Deployments, Unreachable
from appsync_local.auth import Authenticator, AuthSettings
from appsync_local.aws.endpoint import Endpoint
from appsync_local.cli.log import start_log
from appsync_local.cli.memory import bound_heap, release_memory_often
from appsync_local.cli.switches import InvalidSwitch, apply_switches
from appsync_local.engine.engine import Engine
from appsync_local.engine.event import project
from appsync_local.engine.explain_log import explain_log
from appsync_local.guard import Guard
from appsync_local.http.server import Server
from appsync_local.realtime import Hub, RealtimeSettings
from appsync_local.settings import EngineSettings
from appsync_local.state import ApiSource, State

log = logging.getLogger("appsync")
_DESCRIPTION = "Serve every AppSync API of an AWS endpoint, or the API in a folder, with subscriptions."
_STARTUP_SECONDS = 1.0  # seconds after the start


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; return 1 if the port is taken, 2 for an invalid switch."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["explain"]:
        from appsync_local.cli import explain  # noqa: PLC0415 - serving does not need it

        return explain.main(given[1:])
    bound_heap()
    options = _parse_options(given)
    explain_log.to_log = options.explain
    start_log(sys.stderr, options.log_level)
    try:
        asyncio.run(_serve(options))
    except OSError as error:
        sys.stderr.write(f"Port {options.port} cannot be used: {error.strerror or error}. Choose one with --port.\n")
        return 1
    except InvalidSwitch as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    return 0


async def _serve(options: argparse.Namespace) -> None:
    auth, realtime, settings = apply_switches(
        _build_auth_settings(options), RealtimeSettings(), EngineSettings(), options.switch
    )
    hub = Hub(project, realtime)
    endpoint = _build_endpoint(options)
    state = _build_state(options, endpoint, hub, auth, settings)
    server = Server(state, _load_certificate(options))
    await server.listen(options.host, options.port)
    _begin_collecting()
    where = options.folder or options.endpoint
    address = f"http://{options.host}:{options.port}"
    log.info("%s/graphql serves the APIs of %s; GraphiQL is %s/_appsync/graphiql", address, where, address)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    background = [
        asyncio.create_task(_poll_deployments(state.deployments, options.poll)),
        asyncio.create_task(release_memory_often()),
    ]
    asyncio.get_running_loop().call_later(_STARTUP_SECONDS, _load_the_rest)
    await stop.wait()
    for task in background:
        task.cancel()
    await asyncio.gather(*background, return_exceptions=True)
    await hub.close()
    await server.close()
    await state.authenticator.close()
    await endpoint.close()


def _begin_collecting() -> None:
    """Collect garbage from now on, but not among what is loaded, which stays; before any request, whose parts go."""
    gc.collect()
    gc.freeze()
    gc.enable()


def _load_the_rest() -> None:
    """Load what the start did not wait for."""
    importlib.import_module("appsync_local.realtime.upgrade")


async def _poll_deployments(deployments: ApiSource, seconds: float) -> None:
    """Read the deployment again and again; log once when the endpoint is lost."""
    lost = False
    full = True
    while True:
        try:
            if await deployments.refresh(full=full):
                names = ", ".join(f"{api.name} ({api.id})" for api in deployments.apis.values())
                log.info("serving %s", names or "nothing yet: no API is deployed")
                gc.collect()  # replaced APIs are reference cycles of a few megabytes
            full = lost = False
        except Unreachable as error:
            if not lost:
                log.warning("%s Retrying; the APIs that were read before are still served.", error)
            full = lost = True
        except Exception:
            log.exception("the deployment could not be read")
        await asyncio.sleep(seconds)


def _load_certificate(options: argparse.Namespace) -> ssl.SSLContext | None:
    if not options.certificate:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.certificate, options.private_key)
    return context


def _build_endpoint(options: argparse.Namespace) -> Endpoint:
    return Endpoint(
        options.endpoint,
        region=options.region,
        access_key=os.environ.get("AWS_ACCESS_KEY_ID", "test"),
        secret_key=os.environ.get("AWS_SECRET_ACCESS_KEY", "test"),
        session_token=os.environ.get("AWS_SESSION_TOKEN"),
    )


def _build_auth_settings(options: argparse.Namespace) -> AuthSettings:
    token = os.environ.get("APPSYNC_CREDENTIALS_TOKEN")
    return AuthSettings(
        credentials_url=options.credentials_url,
        credentials_headers={"authorization": f"Bearer {token}"} if token else {},
        issuers=dict(pair.split("=", 1) for pair in options.issuer),
    )


def _build_state(
    options: argparse.Namespace, endpoint: Endpoint, hub: Hub, auth: AuthSettings, settings: EngineSettings
) -> State:
    source = _choose_source(options, endpoint, settings)
    return State(source, Authenticator(auth), Engine(hub, settings), hub, _build_guard(options))


def _build_guard(options: argparse.Namespace) -> Guard:
    hosts = (options.host, *options.allow_host)
    return Guard(frozenset(each.lower() for each in hosts), frozenset(options.allow_origin))


def _choose_source(options: argparse.Namespace, endpoint: Endpoint, settings: EngineSettings) -> ApiSource:
    if not options.folder:
        return Deployments(endpoint, settings)
    from appsync_local.api.folder import Folder  # noqa: PLC0415 - what runs handlers in process, no endpoint needs

    return Folder(options.folder, endpoint, settings)


def _parse_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="appsync-local", description=_DESCRIPTION)
    parser.add_argument("--endpoint", default=os.environ.get("AWS_ENDPOINT_URL", "http://127.0.0.1:4566"))
    parser.add_argument("--folder", help="serve the API in this folder instead (schema.graphql, api.json, handlers)")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=4000)
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="also serve requests for this host name, besides localhost and loopback addresses; * serves all",
    )
    parser.add_argument(
        "--allow-origin",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="also let pages of this origin call, besides those of this machine; * lets all",
    )
    parser.add_argument("--certificate", help="PEM file; the port then speaks TLS as well as plain HTTP")
    parser.add_argument("--private-key", help="PEM file of the certificate's key, unless it is in the same file")
    parser.add_argument("--region", default=os.environ.get("AWS_REGION", "us-east-1"))
    parser.add_argument("--poll", type=float, default=1.0, metavar="SECONDS", help="how often to look for changes")
    parser.add_argument("--credentials-url", help="URL that answers with the secret of an access key, for IAM callers")
    parser.add_argument(
        "--issuer",
        action="append",
        default=[],
        metavar="ISSUER=URL",
        help="another address of an OpenID Connect issuer",
    )
    parser.add_argument(
        "--switch",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="change a switch (see docs/local-appsync/fidelity.md)",
    )
    parser.add_argument(
        "--explain", action="store_true", help="log why each field was denied and who received each event"
    )
    parser.add_argument("--log-level", default="info", choices=["debug", "info", "warning", "error"])
    return parser.parse_args(arguments)
