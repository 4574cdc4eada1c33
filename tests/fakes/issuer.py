"""An issuer of tokens and secrets: a user pool, an OpenID Connect provider and a credentials URL in one server."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

POOL = "eu-west-1_newsroom"
POOL_ISSUER = f"https://cognito-idp.eu-west-1.amazonaws.com/{POOL}"
OIDC_ISSUER = "https://id.example.com"
KEYS = {name: rsa.generate_private_key(public_exponent=65537, key_size=2048) for name in ("k1", "k2")}
SECRETS = {
    "AKIDREPORTER": {
        "secretAccessKey": "hush",
        "arn": "arn:aws:iam::111122223333:user/reporter",
        "accountId": "111122223333",
        "userId": "AIDAREPORTER",
    },
}


@dataclass(eq=False)
class Issuer:
    """`published` are the ids of the keys that its key set shows; `asked` the paths that were read."""

    url: str = ""
    published: list[str] = field(default_factory=lambda: ["k1"])
    secrets: dict[str, dict[str, Any]] = field(default_factory=lambda: dict(SECRETS))
    asked: list[str] = field(default_factory=list)

    def token(self, key: str = "k1", issuer: str = POOL_ISSUER, *, groups: Any = None, **claims: Any) -> str:
        """Return a signed access token of ada's; claims replace and None removes."""
        now = int(time.time())
        whole = {
            "sub": "ada-1",
            "iss": issuer,
            "exp": now + 600,
            "iat": now,
            "token_use": "access",
            "client_id": "web",
            "username": "ada",
            "cognito:groups": groups,
            **claims,
        }
        kept = {name: value for name, value in whole.items() if value is not None}
        return jwt.encode(kept, KEYS[key], "RS256", headers={"kid": key})

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if request.path == "/credentials":
            found = self.secrets.get(request.query["accessKeyId"])
            return web.json_response(found) if found else web.Response(status=404)
        if request.path.endswith("openid-configuration"):
            return web.json_response({"issuer": OIDC_ISSUER, "jwks_uri": f"{self.url}/keys"})
        keys = [{**json.loads(RSAAlgorithm.to_jwk(KEYS[k].public_key())), "kid": k} for k in self.published]
        return web.json_response({"keys": [*keys, {"kty": "unheard of"}]})


@asynccontextmanager
async def issuing() -> AsyncIterator[Issuer]:
    """Serve an issuer for the length of a block."""
    issuer = Issuer()
    app = web.Application()
    app.router.add_get("/{path:.*}", issuer.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    issuer.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield issuer
    finally:
        await runner.cleanup()
