"""What MediaConvert is asked: its model and the emulator accept every setting, and no output starts another job."""

import botocore.session
import pytest
from botocore.validate import ParamValidator

from mediaconvert_local.plan import plan_job
from resolvers.core import ids
from resolvers.core.ids import ID
from resolvers.core.model import now
from resolvers.video import keys
from resolvers.video.videos.conversions import (
    MOST_FRAMES,
    Part,
    build_settings,
    list_encodings,
    measure_frame_interval,
)
from resolvers.video.videos.model import Video, VideoFile

FILES = {
    "landscape": VideoFile(width=1280, height=720, frame_rate="30000/1001", duration=10),
    "portrait": VideoFile(width=1080, height=1920, frame_rate="30", duration=10),
    "silent": VideoFile(width=1280, height=720, frame_rate="25", duration=10, has_sound=False),
    "HDR": VideoFile(width=3840, height=2160, frame_rate="25", duration=10, is_hdr=True),
    "interlaced": VideoFile(width=720, height=576, frame_rate="25", duration=10, is_interlaced=True),
    "long": VideoFile(width=1280, height=720, frame_rate="25", duration=14_000.123),
    "a ribbon": VideoFile(width=8192, height=34, frame_rate="25", duration=1),
    "small": VideoFile(width=320, height=240, frame_rate="25", duration=1),
}


def video_of(file: VideoFile) -> Video:
    video_id = ids.new(keys.VIDEO)
    return Video(
        id=video_id,
        owner_id=ID("ada-sub"),
        created_at=now(),
        attempt=1,
        original=f"videos/ada-sub/{video_id}",
        media_id="unguessable",
        file=file,
    )


@pytest.mark.parametrize("file", FILES.values(), ids=FILES.keys())
def test_every_part_is_valid_and_stays_in_its_own_folder(file: VideoFile) -> None:
    """An output under the prefix of uploads would start the next job."""
    model = botocore.session.get_session().get_service_model("mediaconvert").operation_model("CreateJob")
    assert model.input_shape
    for part in [Part.FRAMES, *list_encodings(file)]:
        settings = build_settings(video_of(file), part, "media")

        report = ParamValidator().validate({"Role": "role", "Settings": settings}, model.input_shape)
        plan = plan_job(settings)

        assert not report.has_errors(), report.generate_report()
        assert plan.rotate == "AUTO"
        assert all(group.folder.startswith(("media/unguessable/1/", "frames/unguessable/1/")) for group in plan.groups)


def test_sound_is_encoded_once() -> None:
    """With the lowest rendition, which is there first; a silent video names no sound."""
    file = FILES["landscape"]
    outputs = {part: list(plan_job(build_settings(video_of(file), part, "media")).outputs) for part in Part}
    silent = plan_job(build_settings(video_of(FILES["silent"]), Part.LOWEST, "media")).outputs

    assert [output.audio is not None for _, output in outputs[Part.LOWEST]] == [False, True]
    assert [output.audio is not None for _, output in outputs[Part.OTHERS]] == [False, False]
    assert [output.audio for _, output in silent] == [None]


@pytest.mark.parametrize(("duration", "seconds"), [(0.5, 1), (600, 1), (14_000, 14_000 / MOST_FRAMES)])
def test_there_is_a_picture_of_every_second_up_to_ten_minutes(duration: float, seconds: float) -> None:
    """Moderation sees every second of a short video; of a long one, as many pictures as are paid for."""
    file = VideoFile(width=640, height=360, frame_rate="25", duration=duration)

    assert float(measure_frame_interval(file)) == pytest.approx(seconds)
