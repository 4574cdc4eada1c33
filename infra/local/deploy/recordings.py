"""Where the local IVS records livestreams: a configuration for the media bucket, as the template makes one on AWS."""

from typing import Final

from botocore.exceptions import EndpointConnectionError

from infra.local.deploy.aws import client

# What the stack is told where IVS does not run, and nobody can go live: the emulator could not make one itself.
NO_CONFIGURATION: Final = "arn:aws:ivs:us-east-1:000000000000:recording-configuration/none"
_THUMBNAILS: Final = {"recordingMode": "INTERVAL", "targetIntervalSeconds": 10, "storage": ["SEQUENTIAL"]}


def prepare_configuration(ivs_endpoint: str, bucket: str) -> str:
    """Return the ARN of the configuration, made at the first time; `NO_CONFIGURATION` where IVS does not run."""
    ivs = client("ivs", ivs_endpoint)
    try:
        found = ivs.list_recording_configurations()["recordingConfigurations"]
    except EndpointConnectionError:
        return NO_CONFIGURATION
    wanted = {"destinationConfiguration": {"s3": {"bucketName": bucket}}, "thumbnailConfiguration": _THUMBNAILS}
    for each in found:
        known = ivs.get_recording_configuration(arn=each["arn"])["recordingConfiguration"]
        if all(known[name] == value for name, value in wanted.items()):
            return str(each["arn"])
    made = ivs.create_recording_configuration(**wanted, recordingReconnectWindowSeconds=0)
    return str(made["recordingConfiguration"]["arn"])
