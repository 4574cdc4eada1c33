"""The site's distribution on this machine: a key pair that signs access to media, and what the local CloudFront reads.

Paths, key groups and origins are those of `infra/stacks/frontend.yaml`; the key pair is in the embedded AWS, where
`make deploy` puts that of an environment on AWS.
"""

from collections.abc import Mapping
from typing import Any, Final

from infra.deploy.media_key import make_key, read_key_pair_id, read_public_key, write_secret
from infra.local.deploy.aws import REGION
from infra.local.deploy.secrets import put_secret, read_secret

SECRET: Final = "waymark-media-key"  # noqa: S105 - its name
KEY_PAIR: Final = "KWAYMARKLOCAL"
ORIGIN: Final = "media"


def prepare_secret(aws: str) -> str:
    """Return the ARN of the secret that signs access to media, made where it is missing."""
    return put_secret(aws, SECRET, read_secret(aws, SECRET) or write_secret(make_key(), KEY_PAIR))


def describe_distribution(aws: str, bucket: str, frontend: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of the site's distribution serves media, as the local CloudFront reads it."""
    text = read_secret(aws, SECRET)
    assert text
    key_pair_id = read_key_pair_id(text)
    resources = frontend["Resources"]
    behaviours = resources["Distribution"]["Properties"]["DistributionConfig"]["CacheBehaviors"]
    groups = [name for name, each in resources.items() if each["Type"] == "AWS::CloudFront::KeyGroup"]
    return {
        "publicKeys": {key_pair_id: read_public_key(text)},
        "keyGroups": {name: [key_pair_id] for name in groups},
        "origins": {ORIGIN: {"url": f"{aws}/{bucket}", "region": REGION}},
        "behaviours": [
            {
                "pathPattern": each["PathPattern"],
                "origin": each["TargetOriginId"],
                "trustedKeyGroups": [group["Ref"] for group in each["TrustedKeyGroups"]],
            }
            for each in behaviours
            if each["TargetOriginId"] == ORIGIN
        ],
    }
