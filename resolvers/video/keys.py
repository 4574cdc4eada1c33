"""Video's rows in the one table, on one screen. Keys are pure functions of ids.

item              PK                    SK                      read by
video             VIDEO#video           VIDEO                   get
own video         USER#owner            VIDEO#video             viewer.videos, consistent; once live, GSI1 VIDEOS
                                                                (public ones) and GSI2 VIDEOSBY#owner
tagged video      VIDEOTAG#tag          time#video              videos(tag): public ones, kept by the stream
labelled video    VIDEOLABEL#label      time#video              videos(label): public ones, kept by the stream
channel           CHANNEL#channel       CHANNEL                 get (batch); its counts beside it
subscriber        USER#user             SUBSCRIBES#channel      get (batch); GSI1 BELLS#channel or, without a bell,
                                                                QUIET#channel; GSI2 SUBSCRIPTIONS#user
stream            STREAM#stream         STREAM                  get (batch)
own stream        USER#owner            STREAM#stream           viewer.streams, consistent; by its state GSI1
                                                                LIVESTREAMS, UPCOMINGSTREAMS (by its time) or REPLAYS,
                                                                and GSI2 UPCOMINGBY#owner or REPLAYSBY#owner
due stream        STREAMSDUE            time#stream             the worker, each minute: announced streams by their time
reminder          REMINDERS#stream      USER#user               viewerHasReminder (batch); everybody who asked
reminding         REMINDERS#stream      TELL#cause              nobody: how far those who asked were told of something
ingest            USER#owner            INGEST                  get: where an encoder sends to, and for which stream
IVS channel       IVSCHANNEL#channel    OWNER                   get: whose it is
judged picture    RECORDING#prefix      PICTURE#name            moderation at the end of a recording; TTL
chat room         USER#owner            CHATROOM                get: a person's room at IVS Chat, and its pace
chat ban          USER#owner            CHATBAN#user            get, viewer.chatBans, consistent: who may not write
                                                                there; TTL where it has an end
chat entry        USER#owner            CHATENTRY#user          who may be in the room now; TTL
chat message      CHAT#stream           MESSAGE#message         get (batch); GSI1 CHATOF#stream; TTL
chat pace         CHAT#stream           PACE#user               nobody: when somebody wrote last, and what; TTL
view              VIEWS#subject         VIEWER#hash             nobody: that somebody was counted lately; TTL
announcement      ANNOUNCEMENT#subject  ANNOUNCEMENT            nobody: how far a channel's subscribers were told of a
                                                                video or a livestream
"""

from datetime import datetime
from typing import Final

from resolvers.core.ids import ID
from resolvers.core.keys import Key, partition, time_key
from resolvers.core.text import match_key

VIDEO: Final = "video"
CHANNEL: Final = "channel"
FEED: Final = "VIDEOS"
STREAM: Final = "stream"
LIVE_STREAMS: Final = "LIVESTREAMS"
UPCOMING_STREAMS: Final = "UPCOMINGSTREAMS"
REPLAYS: Final = "REPLAYS"
DUE_STREAMS: Final = "STREAMSDUE"


def video(video_id: str) -> Key:
    return Key(f"VIDEO#{video_id}", "VIDEO")


def own_video(owner_id: str, video_id: str) -> Key:
    return Key(f"USER#{owner_id}", f"VIDEO#{video_id}")


def own_videos(owner_id: str) -> Key:
    """Return partition and prefix of a person's own videos."""
    return Key(f"USER#{owner_id}", f"VIDEO#{VIDEO}_")


def videos_by(owner_id: str) -> str:
    return f"VIDEOSBY#{owner_id}"


def tagged_videos(tag: str) -> str:
    return f"VIDEOTAG#{match_key(tag)}"


def labelled_videos(label: str) -> str:
    return f"VIDEOLABEL#{match_key(label)}"


def channel_id(owner_id: str) -> ID:
    """Return the id of a person's channel: they have at most one."""
    return ID(f"{CHANNEL}_{owner_id}")


def channel_owner(channel_id: str) -> str:
    """Return the id of a channel's owner; an id of another form is no channel's, and has none."""
    prefix, _, owner_id = channel_id.partition("_")
    return owner_id if prefix == CHANNEL else ""


def channel(channel_id: str) -> Key:
    return Key(partition(channel_id), "CHANNEL")


def subscriber(user_id: str, channel_id: str) -> Key:
    return Key(f"USER#{user_id}", f"SUBSCRIBES#{channel_id}")


def bells(channel_id: str) -> str:
    return f"BELLS#{channel_id}"


def quiet_subscribers(channel_id: str) -> str:
    return f"QUIET#{channel_id}"


def subscriptions_of(user_id: str) -> str:
    return f"SUBSCRIPTIONS#{user_id}"


def stream(stream_id: str) -> Key:
    return Key(f"STREAM#{stream_id}", "STREAM")


def own_stream(owner_id: str, stream_id: str) -> Key:
    return Key(f"USER#{owner_id}", f"STREAM#{stream_id}")


def own_streams(owner_id: str) -> Key:
    """Return partition and prefix of a person's own livestreams."""
    return Key(f"USER#{owner_id}", f"STREAM#{STREAM}_")


def upcoming_by(owner_id: str) -> str:
    return f"UPCOMINGBY#{owner_id}"


def replays_by(owner_id: str) -> str:
    return f"REPLAYSBY#{owner_id}"


def due_stream(at: datetime, stream_id: str) -> Key:
    return Key(DUE_STREAMS, time_key(at, stream_id))


def reminder(stream_id: str, user_id: str) -> Key:
    return Key(f"REMINDERS#{stream_id}", f"USER#{user_id}")


def reminders(stream_id: str) -> tuple[str, str]:
    """Return partition and prefix of the reminders of a livestream."""
    return f"REMINDERS#{stream_id}", "USER#"


def reminding(stream_id: str, cause: str) -> Key:
    return Key(f"REMINDERS#{stream_id}", f"TELL#{cause}")


def ingest(owner_id: str) -> Key:
    return Key(f"USER#{owner_id}", "INGEST")


def ivs_channel(account: str, channel: str) -> Key:
    return Key(f"IVSCHANNEL#{account}/{channel}", "OWNER")


def judged_picture(prefix: str, name: str) -> Key:
    return Key(f"RECORDING#{prefix}", f"PICTURE#{name}")


def judged_pictures(prefix: str) -> Key:
    """Return partition and prefix of the pictures of a recording that moderation has let pass."""
    return Key(f"RECORDING#{prefix}", "PICTURE#")


def announcement(subject_id: str) -> Key:
    return Key(f"ANNOUNCEMENT#{subject_id}", "ANNOUNCEMENT")


def view(subject_id: str, viewer: str) -> Key:
    return Key(f"VIEWS#{subject_id}", f"VIEWER#{viewer}")


def chat_room(owner_id: str) -> Key:
    return Key(f"USER#{owner_id}", "CHATROOM")


def chat_ban(owner_id: str, user_id: str) -> Key:
    return Key(f"USER#{owner_id}", f"CHATBAN#{user_id}")


def chat_bans(owner_id: str) -> Key:
    """Return partition and prefix of those whom a person banned."""
    return Key(f"USER#{owner_id}", "CHATBAN#")


def chat_entry(owner_id: str, user_id: str) -> Key:
    return Key(f"USER#{owner_id}", f"CHATENTRY#{user_id}")


def chat_entries(owner_id: str) -> Key:
    """Return partition and prefix of those who entered a person's room."""
    return Key(f"USER#{owner_id}", "CHATENTRY#")


def chat_message(stream_id: str, message_id: str) -> Key:
    return Key(f"CHAT#{stream_id}", f"MESSAGE#{message_id}")


def chat_of(stream_id: str) -> str:
    return f"CHATOF#{stream_id}"


def chat_pace(stream_id: str, user_id: str) -> Key:
    return Key(f"CHAT#{stream_id}", f"PACE#{user_id}")
