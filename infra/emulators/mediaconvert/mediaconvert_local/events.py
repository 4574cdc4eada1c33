"""EventBridge events of a job, with the members that MediaConvert's guide lists for each status.

Source: "Using EventBridge with AWS Elemental MediaConvert".
"""

import time
from collections.abc import Mapping
from typing import Any

from aws_wire import events
from aws_wire.events import Event
from mediaconvert_local.job import Job
from mediaconvert_local.media import AudioTrack, Media, VideoTrack

PHASES = ("PROBING", "TRANSCODING", "UPLOADING")
_CODECS = {"AVC": "H_264", "HEVC": "H_265"}


def build_event(job: Job, status: str, **members: Any) -> Event:
    """Return the event of a job's new status, in EventBridge's envelope."""
    region, account = job.arn.split(":")[3:5]
    detail = {
        "timestamp": int(time.time() * 1000),
        "accountId": account,
        "queue": job.queue,
        "jobId": job.id,
        "status": status,
        "userMetadata": job.user_metadata,
    }
    return events.build_event(
        "aws.mediaconvert",
        "MediaConvert Job State Change",
        detail | members,
        region=region,
        account=account,
        resources=[job.arn],
    )


def describe_progress(job: Job, percents: Mapping[str, int], frames: int) -> dict[str, Any]:
    """Return the members of a STATUS_UPDATE."""
    current = PHASES.index(job.phase)
    states = ["COMPLETE" if at < current else "PROGRESSING" if at == current else "PENDING" for at in range(3)]
    phases = {
        phase: {"status": state, "percentComplete": percents.get(phase, 0)}
        for phase, state in zip(PHASES, states, strict=True)
    }
    progress = {
        "phaseProgress": phases,
        "jobPercentComplete": job.percent,
        "currentPhase": job.phase,
        "retryCount": job.retry_count,
    }
    return {"framesDecoded": frames, "jobProgress": progress}


def describe_input(address: str, media: Media) -> dict[str, Any]:
    """Return the members of an INPUT_INFORMATION."""
    tracks = {
        "audio": [_describe_audio(track) for track in media.audio],
        "video": [_describe_video(track) for track in media.video],
    }
    return {"inputDetails": [{"id": 1, "uri": address, **{name: each for name, each in tracks.items() if each}}]}


def _describe_video(track: VideoTrack) -> dict[str, Any]:
    return {
        "bitDepth": track.bit_depth,
        "codec": _CODECS.get(track.codec, track.codec),
        "colorFormat": "YUV_420",
        "frameRate": round(float(track.frame_rate), 3),
        "height": track.height,
        "interlaceMode": "INTERLACED" if track.is_interlaced else "PROGRESSIVE",
        "sar": f"{track.aspect.numerator}:{track.aspect.denominator}",
        "standard": "UNSPECIFIED",
        "streamId": track.index + 1,
        "width": track.width,
    }


def _describe_audio(track: AudioTrack) -> dict[str, Any]:
    return {
        "channels": track.channels,
        "codec": track.codec,
        "language": "UND",
        "sampleRate": track.sample_rate,
        "streamId": track.index + 1,
    }
