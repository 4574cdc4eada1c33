"""Secrets of the embedded AWS that the deploy writes and functions read."""

from typing import Any

from infra.local.deploy.aws import client


def put_secret(endpoint: str, name: str, text: str) -> str:
    """Write a secret's text and return its ARN."""
    secrets: Any = client("secretsmanager", endpoint)
    try:
        arn = secrets.create_secret(Name=name, SecretString=text)["ARN"]
    except secrets.exceptions.ResourceExistsException:
        arn = secrets.put_secret_value(SecretId=name, SecretString=text)["ARN"]
    return str(arn)


def read_secret(endpoint: str, name: str) -> str | None:
    """Return a secret's text, or None where there is no such secret."""
    secrets: Any = client("secretsmanager", endpoint)
    try:
        return str(secrets.get_secret_value(SecretId=name)["SecretString"])
    except secrets.exceptions.ResourceNotFoundException:
        return None
