"""The command line of the data plane: what it serves, and where, until it is interrupted."""

import argparse
import asyncio
import contextlib
import gc
import importlib
import logging
import os
import signal
import ssl
import sys
from collections.abc import Sequence

from infra.local.appsync.accounts import accounts
from infra.local.appsync.auth import Authenticator
from infra.local.appsync.auth import Settings as AuthSettings
from infra.local.appsync.endpoint import Endpoint
from infra.local.appsync.engine import Engine, project
from infra.local.appsync.management import Deployments, Unreachable
from infra.local.appsync.plane import Plane, Source
from infra.local.appsync.realtime import Hub
from infra.local.appsync.realtime import Settings as RealtimeSettings
from infra.local.appsync.server import Server
from infra.local.appsync.settings import Settings
from infra.local.appsync.switches import SwitchRefused, switched

log = logging.getLogger("appsync")
_DESCRIPTION = "Serve every AppSync API of an AWS endpoint, or that of a folder, with its subscriptions."
_SETTLED = 1.0  # seconds after the start


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; 1 when the port is taken, 2 for a switch that does not exist."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["explain"]:
        from infra.local.appsync import explaining  # noqa: PLC0415 - a command of its own

        return explaining.main(given[1:])
    options = _options(given)
    accounts.always = options.explain
    logging.basicConfig(level=options.log_level.upper(), format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    try:
        asyncio.run(_serve(options))
    except OSError as error:
        sys.stderr.write(f"Port {options.port} cannot be used: {error.strerror or error}. Choose one with --port.\n")
        return 1
    except SwitchRefused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    return 0


async def _serve(options: argparse.Namespace) -> None:
    auth, realtime, settings = switched(_settings(options), RealtimeSettings(), Settings(), options.switch)
    hub = Hub(project, realtime)
    endpoint = _endpoint(options)
    plane = _plane(options, endpoint, hub, auth, settings)
    server = Server(plane, _tls(options))
    await server.listen(options.host, options.port)
    where = options.folder or options.endpoint
    address = f"http://{options.host}:{options.port}"
    log.info("%s/graphql serves the APIs of %s; GraphiQL is %s/_appsync/graphiql", address, where, address)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    watching = asyncio.create_task(_watch(plane.deployments, options.poll))
    asyncio.get_running_loop().call_later(_SETTLED, _settle)
    await stop.wait()
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching
    await hub.close()
    await server.close()
    await plane.authenticator.close()
    await endpoint.close()


def _settle() -> None:
    """Load what no start should wait for, and keep the collector from going over everything that stays."""
    importlib.import_module("infra.local.appsync.realtime.socket")
    gc.collect()
    gc.freeze()
    gc.enable()


async def _watch(deployments: Source, seconds: float) -> None:
    """Read the deployment again and again; tell once when it is lost and found."""
    lost = False
    full = True
    while True:
        try:
            if await deployments.refresh(full=full):
                names = ", ".join(f"{api.name} ({api.id})" for api in deployments.apis.values())
                log.info("serving %s", names or "nothing yet: no API is deployed")
                gc.collect()  # what was served before hangs together in cycles, a few megabytes of them
            full = lost = False
        except Unreachable as error:
            if not lost:
                log.warning("%s Waiting for it; what was read before stays served.", error)
            full = lost = True
        except Exception:
            log.exception("the deployment could not be read")
        await asyncio.sleep(seconds)


def _tls(options: argparse.Namespace) -> ssl.SSLContext | None:
    if not options.certificate:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.certificate, options.private_key)
    return context


def _endpoint(options: argparse.Namespace) -> Endpoint:
    return Endpoint(
        options.endpoint,
        region=options.region,
        access_key=os.environ.get("AWS_ACCESS_KEY_ID", "test"),
        secret_key=os.environ.get("AWS_SECRET_ACCESS_KEY", "test"),
        session_token=os.environ.get("AWS_SESSION_TOKEN"),
    )


def _settings(options: argparse.Namespace) -> AuthSettings:
    token = os.environ.get("APPSYNC_CREDENTIALS_TOKEN")
    return AuthSettings(
        credentials_url=options.credentials_url,
        credentials_headers={"authorization": f"Bearer {token}"} if token else {},
        issuers=dict(pair.split("=", 1) for pair in options.issuer),
    )


def _plane(options: argparse.Namespace, endpoint: Endpoint, hub: Hub, auth: AuthSettings, settings: Settings) -> Plane:
    return Plane(_source(options, endpoint, settings), Authenticator(auth), Engine(hub, settings), hub)


def _source(options: argparse.Namespace, endpoint: Endpoint, settings: Settings) -> Source:
    if not options.folder:
        return Deployments(endpoint, settings)
    from infra.local.appsync.folder import Folder  # noqa: PLC0415 - what runs handlers in process, no endpoint needs

    return Folder(options.folder, endpoint, settings)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.local.appsync", description=_DESCRIPTION)
    parser.add_argument("--endpoint", default=os.environ.get("AWS_ENDPOINT_URL", "http://127.0.0.1:4566"))
    parser.add_argument("--folder", help="serve the API of this folder instead: schema.graphql, api.json, handlers")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=4000)
    parser.add_argument("--certificate", help="PEM file; the port then speaks TLS too, beside plain HTTP")
    parser.add_argument("--private-key", help="PEM file of the certificate's key, if it is not in the same file")
    parser.add_argument("--region", default=os.environ.get("AWS_REGION", "us-east-1"))
    parser.add_argument("--poll", type=float, default=1.0, metavar="SECONDS", help="how often to look for changes")
    parser.add_argument("--credentials-url", help="where the secret of an access key is found, for IAM callers")
    parser.add_argument(
        "--issuer", action="append", default=[], metavar="ISSUER=URL", help="where an OpenID Connect issuer is found"
    )
    parser.add_argument(
        "--switch", action="append", default=[], metavar="NAME=VALUE", help="a choice where AppSync leaves one open"
    )
    parser.add_argument("--explain", action="store_true", help="log why each field was denied and who got each event")
    parser.add_argument("--log-level", default="info", choices=["debug", "info", "warning", "error"])
    return parser.parse_args(arguments)
