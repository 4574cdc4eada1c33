// A livestream with its player, state, likes and comments.
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useQuery } from 'urql';
import { Comments } from '../../features/platform/comments/comments';
import { ON_LIKES } from '../../features/platform/likes/events';
import { LikeButton } from '../../features/platform/likes/like-button';
import { Likers } from '../../features/platform/likes/likers';
import { ChannelLine, ChannelLineFields } from '../../features/video/channels/channel-line';
import { createReplayClock } from '../../features/video/player/replay-clock';
import { ON_STREAM } from '../../features/video/streams/events';
import { LivePlayer } from '../../features/video/streams/live-player';
import { useMessages } from '../../features/video/streams/messages/use-messages';
import { ReminderButton, ReminderFields } from '../../features/video/streams/reminder-button';
import { ReplayPlayer } from '../../features/video/streams/replay-player';
import { STREAM_COMMENTS, STREAM_LIKERS } from '../../features/video/streams/stream-reactions';
import { StreamFailure, StreamFailureFields } from '../../features/video/streams/stream-failure';
import { StreamState } from '../../features/video/streams/stream-state';
import { graphql, type ResultOf } from '../../shared/graphql/graphql';
import { useLiveEvents } from '../../shared/graphql/use-live-events';
import { useSession } from '../../shared/session-context';
import { isolate } from '../../shared/text';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { useWasShown } from '../../shared/use-was-shown';
import { EmptyState, ErrorState, Loading, StatePage } from '../../shared/ui/state';
import '../../features/video/videos/videos.css';
import './article-page.css';
import { PinnedFields, PinnedSubject } from './pinned-subject';
import './live-page.css';

const Chat = lazy(async () => ({ default: (await import('../../features/video/chat/chat')).Chat }));
const PastChat = lazy(async () => ({ default: (await import('../../features/video/chat/past-chat')).PastChat }));

const STREAM = graphql(
  `
    query Stream($id: ID!, $isSignedIn: Boolean!) {
      stream(id: $id) {
        id
        ownerId
        title
        description
        audience
        state
        health
        viewers
        scheduledFor
        startedAt
        endedAt
        playbackUrl
        replay {
          url
          seconds
          grant {
            path
            cookies {
              name
              value
            }
            query
            expiresAt
          }
        }
        ...ReminderFields
        ...StreamFailureFields
        streamEventsCursor
        likesEventsCursor
        viewerHasLiked @include(if: $isSignedIn)
        counts {
          views
          likes
          comments
        }
        owner {
          id
          handle
          displayName
          ...AvatarFields
        }
        channel {
          id
          ...ChannelLineFields
        }
        pins(first: 50) {
          ...PinnedFields
        }
      }
    }
  `,
  [AvatarFields, ChannelLineFields, PinnedFields, ReminderFields, StreamFailureFields],
);

type StreamData = NonNullable<ResultOf<typeof STREAM>['stream']>;
const route = getRouteApi('/shell/live/$streamId');

export function LivePage() {
  const messages = useMessages();
  const { streamId } = route.useParams();
  const { viewerId } = useSession();
  const [{ data, error, fetching }, refetch] = useQuery({
    query: STREAM,
    variables: { id: streamId, isSignedIn: viewerId !== null },
    requestPolicy: 'cache-and-network',
  });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  const stream = data?.stream;
  const wasShown = useWasShown(stream?.id, streamId);
  useLiveEvents({
    document: ON_STREAM,
    variables: { streamId },
    cursor: stream?.streamEventsCursor,
    reload,
    isPaused: !stream,
  });
  useLiveEvents({
    document: ON_LIKES,
    variables: { subjectId: streamId },
    cursor: stream?.likesEventsCursor,
    reload,
    isPaused: !stream,
  });
  if (stream) return <LiveContent key={stream.id} stream={stream} reload={reload} />;
  if (error || fetching)
    return (
      <StatePage name={messages.stream}>
        {error && !fetching ? (
          <ErrorState isPage error={error} retry={reload} />
        ) : (
          <Loading what={messages.loadingStream} />
        )}
      </StatePage>
    );
  return (
    <EmptyState title={wasShown ? messages.lost : messages.notFound} isPage>
      <Link to="/videos" className="button">
        {messages.seeVideos}
      </Link>
    </EmptyState>
  );
}

function LiveContent({ stream, reload }: { stream: StreamData; reload: () => void }) {
  const messages = useMessages();
  const { viewerId } = useSession();
  const [clock] = useState(createReplayClock);
  const isWatched = stream.state === 'LIVE' || stream.state === 'RECONNECTING';
  const isOpen = isWatched || stream.state === 'STARTING';
  return (
    <div className="page">
      <title>{`${isolate(stream.title)} · Waymark`}</title>
      <div className={stream.state === 'SCHEDULED' ? undefined : 'live-stage'}>
        <div>
          {isWatched ? <LivePlayer stream={stream} renew={reload} /> : null}
          {stream.replay ? (
            <ReplayPlayer key={stream.replay.seconds} stream={stream} clock={clock} renew={reload} />
          ) : null}
          <StreamHeader stream={stream} />
        </div>
        <Suspense fallback={<Loading what={messages.chat} />}>
          {isOpen ? <Chat streamId={stream.id} /> : null}
          {stream.state === 'ENDED' ? <PastChat stream={stream} clock={clock} /> : null}
        </Suspense>
      </div>
      <p className="video-text" dir="auto">
        {stream.description}
      </p>
      <PinnedSubject subject={stream} isOwn={viewerId === stream.ownerId} />
      <Comments query={STREAM_COMMENTS} subjectId={stream.id} ownerId={stream.ownerId} count={stream.counts.comments} />
    </div>
  );
}

function StreamHeader({ stream }: { stream: StreamData }) {
  const messages = useMessages();
  return (
    <header>
      <h1 dir="auto">{stream.title}</h1>
      <StreamState stream={stream} />
      <StreamFailure stream={stream} />
      <ReminderButton stream={stream} />
      {stream.owner ? (
        <p className="article-by">
          <Link to="/people/$handle" params={{ handle: stream.owner.handle }}>
            <Avatar user={stream.owner} /> <bdi>{stream.owner.displayName}</bdi>
          </Link>
          {stream.audience === 'PUBLIC' ? null : (
            <strong>{stream.audience === 'AUTHOR' ? messages.onlyYou : messages.followersOnly}</strong>
          )}
        </p>
      ) : null}
      {stream.channel ? <ChannelLine channel={stream.channel} path={`/live/${stream.id}`} /> : null}
      <div className="article-acts">
        {stream.startedAt ? <span>{messages.views({ count: stream.counts.views })}</span> : null}
        <LikeButton subjectId={stream.id} likes={stream.counts.likes} isLiked={stream.viewerHasLiked ?? false} />
        <Likers query={STREAM_LIKERS} subjectId={stream.id} />
      </div>
    </header>
  );
}
