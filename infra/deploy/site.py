"""The site's files in its bucket: what changed, the page last, and an invalidation of what the edge still holds."""

import hashlib
import json
import mimetypes
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from infra import lifetimes
from infra.deploy import formation
from infra.deploy.account import Clients
from infra.deploy.environment import Environment
from infra.deploy.errors import DeployError

DIST: Final = Path("frontend/dist")
PAGE: Final = "index.html"
CONFIG: Final = "config.json"


def publish(environment: Environment, clients: Clients, say: Callable[[str], None], dist: Path = DIST) -> None:
    """Upload the built site and its config.json; files of earlier builds stay for pages that are open."""
    if not (dist / PAGE).is_file():
        raise DeployError(f"{dist} holds no built site. `make deploy ENV={environment.name}` builds it; use that.")
    stack_outputs = {stack: _outputs(environment, clients, stack) for stack in ("foundation", "api", "frontend")}
    bucket, distribution = stack_outputs["frontend"]["SiteBucket"], stack_outputs["frontend"]["DistributionId"]
    s3 = clients("s3", environment.region_of("frontend"))
    files = {str(path.relative_to(dist)): path.read_bytes() for path in sorted(dist.rglob("*")) if path.is_file()}
    files[CONFIG] = _config(environment, stack_outputs)
    # A page never names a file that is not there yet.
    names = sorted(files, key=lambda name: (name == PAGE, name == CONFIG, name))
    changed = [name for name in names if _put(s3, bucket, name, files[name])]
    stale = [f"/{name}" for name in changed if not lifetimes.is_immutable(name)]
    if stale:
        batch = {"Paths": {"Quantity": len(stale), "Items": stale}, "CallerReference": f"waymark-{time.time_ns()}"}
        edge = clients("cloudfront", environment.region_of("frontend"))
        edge.create_invalidation(DistributionId=distribution, InvalidationBatch=batch)
    say(f"site: {len(changed)} of {len(files)} files uploaded")


def _outputs(environment: Environment, clients: Clients, stack: str) -> dict[str, str]:
    client = clients("cloudformation", environment.region_of(stack))
    found = formation.outputs(formation.describe_stack(client, environment.stack_name(stack)))
    if not found:
        raise DeployError(f"The site needs {stack}: `make deploy ENV={environment.name} STACKS={stack}`.")
    return found


def _config(environment: Environment, stack_outputs: dict[str, dict[str, str]]) -> bytes:
    config = {
        "region": environment.region,
        "graphqlUrl": stack_outputs["api"]["GraphqlUrl"],
        "apiKey": stack_outputs["api"]["ApiKey"],
        "userPoolId": stack_outputs["foundation"]["UserPoolId"],
        "userPoolClientId": stack_outputs["foundation"]["WebClientId"],
    }
    if style := stack_outputs["frontend"].get("MapStyle"):
        config["mapStyle"] = style
    return json.dumps(config, indent=2).encode()


def _put(s3: Any, bucket: str, name: str, content: bytes) -> bool:
    """Upload a file unless the bucket has the same; an ETag is the MD5 of what was put in one part."""
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    listed = s3.list_objects_v2(Bucket=bucket, Prefix=name).get("Contents", [])
    if any(each["Key"] == name and each["ETag"].strip('"') == digest for each in listed):
        return False
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    s3.put_object(Bucket=bucket, Key=name, Body=content, ContentType=kind, CacheControl=lifetimes.cache_control(name))
    return True
