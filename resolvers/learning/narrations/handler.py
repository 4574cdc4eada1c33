"""GraphQL fields of audio versions."""

from typing import Annotated

from pydantic import Field

from resolvers import rates
from resolvers.core.appsync import SubscriptionFilter
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.ids import ID
from resolvers.learning.app import app
from resolvers.learning.narrations import service
from resolvers.learning.narrations.model import AudioVersion, CreateAudioVersionInput, CreateAudioVersionPayload
from resolvers.platform.event_log import listening

SubjectID = Annotated[ID, Field(description="The ID of an article that you may read.")]


@app.resolver(type_name="Query", field_name="audioVersion")
def audio_version(subject_id: SubjectID) -> AudioVersion | None:
    """The audio version of an article. Null if its words, as they are now, were not read aloud yet."""
    return service.find_audio(viewer_or_guest(), subject_id)


@app.resolver(type_name="Mutation", field_name="createAudioVersion", counts=(rates.WRITES, rates.NARRATIONS))
def create_audio_version(input: CreateAudioVersionInput) -> CreateAudioVersionPayload | None:
    """Have an article read aloud, once for all its readers. English only.

    It runs in the background: subscribe to `onAudioVersion`, then ask `audioVersion` for its address. If the article's
    words were read before, this answers that audio version and counts nothing. After a failure it begins again.
    """
    return CreateAudioVersionPayload(audio=service.create_audio(viewer(), input.subject_id))


@app.resolver(type_name="Subscription", field_name="onAudioVersion")
def on_audio_version(subject_id: SubjectID) -> SubscriptionFilter:
    """Delivers how far an article is read aloud."""
    return listening.to_readers(subject_id)
