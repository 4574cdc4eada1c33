"""The operations as boto3 calls them: what they answer, and what they refuse with IVS's own errors."""

import socket
import stat
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.infra.emulators.ivs.conftest import Studio, serving

NOWHERE = "arn:aws:ivs:us-east-1:000000000000:channel/Nowhere"


async def refusal(studio: Studio, operation: str, **given: Any) -> tuple[str, int, str]:
    """Return code, status and text of the error that a call gets."""
    with pytest.raises(ClientError) as caught:
        await studio.call(operation, **given)
    answer: Any = caught.value.response
    text = answer.get("exceptionMessage") or answer["Error"]["Message"]
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"], text


async def test_a_channel_comes_with_a_key_and_is_as_it_was_asked_for(studio: Studio) -> None:
    channel, key = await studio.create_channel(name="ada-live", type="BASIC", tags={"team": "atlas"})

    assert (await studio.call("get_channel", arn=channel["arn"]))["channel"] == channel
    assert (channel["name"], channel["type"], channel["latencyMode"]) == ("ada-live", "BASIC", "LOW")
    assert channel["playbackUrl"].endswith(f".channel.{channel['arn'].rpartition('/')[2]}.m3u8")
    assert key.startswith("sk_us-east-1_")


async def test_a_channel_is_changed_listed_and_deleted(studio: Studio) -> None:
    channel, _ = await studio.create_channel(name="first")
    await studio.create_channel(name="second")

    changed = (await studio.call("update_channel", arn=channel["arn"], name="third", latencyMode="NORMAL"))["channel"]
    assert (changed["name"], changed["latencyMode"]) == ("third", "NORMAL")
    listed = await studio.call("list_channels", filterByName="third")
    assert [each["arn"] for each in listed["channels"]] == [channel["arn"]]

    await studio.call("delete_channel", arn=channel["arn"])
    assert (await refusal(studio, "get_channel", arn=channel["arn"]))[:2] == ("ResourceNotFoundException", 404)
    assert len((await studio.call("list_channels"))["channels"]) == 1


async def test_lists_come_in_pages(studio: Studio) -> None:
    arns = [(await studio.create_channel())[0]["arn"] for _ in range(3)]

    first = await studio.call("list_channels", maxResults=2)
    second = await studio.call("list_channels", maxResults=2, nextToken=first["nextToken"])

    assert [each["arn"] for page in (first, second) for each in page["channels"]] == arns
    assert "nextToken" not in second
    assert (await refusal(studio, "list_channels", nextToken="abc"))[0] == "ValidationException"


async def test_a_channel_has_one_key_whose_value_no_list_shows(studio: Studio) -> None:
    channel, value = await studio.create_channel()
    (listed,) = (await studio.call("list_stream_keys", channelArn=channel["arn"]))["streamKeys"]

    assert value not in str(listed)
    assert (await studio.call("get_stream_key", arn=listed["arn"]))["streamKey"]["value"] == value
    second = await refusal(studio, "create_stream_key", channelArn=channel["arn"])
    assert second[:2] == ("ServiceQuotaExceededException", 402)

    await studio.call("delete_stream_key", arn=listed["arn"])
    created = (await studio.call("create_stream_key", channelArn=channel["arn"]))["streamKey"]
    assert created["value"] != value


@pytest.mark.parametrize(
    ("operation", "given", "code", "words"),
    [
        ("get_channel", {}, "ValidationException", "'arn' failed to satisfy constraint: Member must not be null"),
        ("create_channel", {"type": "HUGE"}, "ValidationException", "enum value set"),
        ("create_channel", {"name": "no spaces"}, "ValidationException", "regular expression pattern"),
        ("create_channel", {"playbackRestrictionPolicyArn": NOWHERE}, "ValidationException", "regular expression"),
        ("create_channel", {"containerFormat": "AVI"}, "ValidationException", "enum value set"),
        ("create_channel", {"preset": "HIGHER_BANDWIDTH_DELIVERY"}, "ValidationException", "ADVANCED"),
        ("create_channel", {"multitrackInputConfiguration": {"enabled": True}}, "ValidationException", "not emulated"),
        ("stop_stream", {"channelArn": NOWHERE}, "ResourceNotFoundException", "There is no channel"),
        ("delete_stream_key", {"arn": NOWHERE}, "ValidationException", "regular expression pattern"),
        ("create_recording_configuration", {"destinationConfiguration": {}}, "ValidationException", "no s3"),
        ("import_playback_key_pair", {"publicKeyMaterial": "secret"}, "ValidationException", "not a public key"),
    ],
)
async def test_bad_input_is_refused_with_a_sentence(
    studio: Studio, operation: str, given: dict[str, Any], code: str, words: str
) -> None:
    """By botocore's model first; the text is in `exceptionMessage`, as IVS has it."""
    found, _, text = await refusal(studio, operation, **given)

    assert found == code
    assert words in text


async def test_a_channel_that_is_not_live_has_no_stream(studio: Studio) -> None:
    channel, _ = await studio.create_channel()

    for operation, more in (("get_stream", {}), ("stop_stream", {}), ("put_metadata", {"metadata": "hello"})):
        code, status, _ = await refusal(studio, operation, channelArn=channel["arn"], **more)
        assert (code, status) == ("ChannelNotBroadcasting", 404)
    assert (await studio.call("list_streams"))["streams"] == []
    assert (await studio.call("list_stream_sessions", channelArn=channel["arn"]))["streamSessions"] == []
    assert (await refusal(studio, "get_stream_session", channelArn=channel["arn"]))[0] == "ResourceNotFoundException"


async def test_a_recording_configuration_stays_while_a_channel_has_it(studio: Studio) -> None:
    arn = await studio.record(name="all", recordingReconnectWindowSeconds=30)
    channel, _ = await studio.create_channel(recordingConfigurationArn=arn)

    found = (await studio.call("get_recording_configuration", arn=arn))["recordingConfiguration"]
    assert (found["state"], found["recordingReconnectWindowSeconds"]) == ("ACTIVE", 30)
    assert (await refusal(studio, "delete_recording_configuration", arn=arn))[:2] == ("ConflictException", 409)

    await studio.call("delete_channel", arn=channel["arn"])
    await studio.call("delete_recording_configuration", arn=arn)
    assert (await studio.call("list_recording_configurations"))["recordingConfigurations"] == []


async def test_a_restart_knows_everything_and_keeps_the_keys_to_itself(tmp_path: Path) -> None:
    async with serving(tmp_path) as studio:
        channel, key = await studio.create_channel(name="ada")
    async with serving(tmp_path) as studio:
        (listed,) = (await studio.call("list_stream_keys", channelArn=channel["arn"]))["streamKeys"]

        assert (await studio.call("get_channel", arn=channel["arn"]))["channel"]["name"] == "ada"
        assert (await studio.call("get_stream_key", arn=listed["arn"]))["streamKey"]["value"] == key
    assert stat.S_IMODE((tmp_path / "state/ivs.json").stat().st_mode) == 0o600


async def test_it_listens_on_the_loopback_address_only(studio: Studio) -> None:
    """A listener on every address would answer at another one of this machine, too."""
    for port in (int(studio.options.url.rpartition(":")[2]), studio.options.rtmp_port, studio.options.rtmps_port):
        with socket.socket() as own, socket.socket() as other:
            assert own.connect_ex(("127.0.0.1", port)) == 0
            assert other.connect_ex(("127.0.0.2", port)) != 0


async def test_web_pages_may_not_control_it(studio: Studio) -> None:
    headers = {"Origin": "https://example.com"}
    async with studio.http.post(f"{studio.options.url}/ListChannels", headers=headers, data=b"{}") as response:
        assert response.status == 403
