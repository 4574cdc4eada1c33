"""Where the local IVS records livestreams: a configuration for the media bucket, as the template makes one on AWS."""

from botocore.exceptions import EndpointConnectionError

from infra.local.deploy.aws import client


def prepare_configuration(ivs_endpoint: str, bucket: str) -> str | None:
    """Return the ARN of the configuration, made at the first time; None where IVS does not run."""
    ivs = client("ivs", ivs_endpoint)
    try:
        found = ivs.list_recording_configurations()["recordingConfigurations"]
    except EndpointConnectionError:
        return None
    destination = {"s3": {"bucketName": bucket}}
    for each in found:
        if each["destinationConfiguration"] == destination:
            return str(each["arn"])
    made = ivs.create_recording_configuration(
        destinationConfiguration=destination,
        recordingReconnectWindowSeconds=0,
        thumbnailConfiguration={"recordingMode": "DISABLED"},
    )
    return str(made["recordingConfiguration"]["arn"])
