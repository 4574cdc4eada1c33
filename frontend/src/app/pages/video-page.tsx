// A video: the player, who uploaded it, chapters, likes and comments; for its owner also how far processing is.
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type RefObject, useRef } from 'react';
import { useQuery } from 'urql';
import { Comments } from '../../features/platform/comments/comments';
import { ON_LIKES } from '../../features/platform/likes/events';
import { LikeButton } from '../../features/platform/likes/like-button';
import { Likers } from '../../features/platform/likes/likers';
import { ChannelLine, ChannelLineFields } from '../../features/video/channels/channel-line';
import { formatLength } from '../../features/video/player/format';
import { DeleteVideo } from '../../features/video/videos/delete-video';
import { EditVideo } from '../../features/video/videos/edit-video';
import { EditedVideoFields } from '../../features/video/videos/edited-video';
import { useMessages } from '../../features/video/videos/messages/use-messages';
import { OwnCaptionsFields } from '../../features/video/captions/captions-data';
import { OwnCaptions } from '../../features/video/captions/own-captions';
import { Player, PlayerFields } from '../../features/video/player/player';
import { VIDEO_COMMENTS, VIDEO_LIKERS } from '../../features/video/videos/video-reactions';
import { VideoSteps, VideoStepsFields } from '../../features/video/videos/video-steps';
import { graphql, type ResultOf } from '../../shared/graphql/graphql';
import { useLiveEvents } from '../../shared/graphql/use-live-events';
import { useSession } from '../../shared/session-context';
import { isolate } from '../../shared/text';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { notify } from '../../shared/ui/notices';
import { useWasShown } from '../../shared/use-was-shown';
import { EmptyState, ErrorState, Loading, StatePage } from '../../shared/ui/state';
import { PinnedFields, PinnedSubject } from './pinned-subject';
import '../../features/video/videos/videos.css';
import './article-page.css';

const VIDEO = graphql(
  `
    query Video($id: ID!, $isSignedIn: Boolean!) {
      video(id: $id) {
        id
        ownerId
        state
        labels
        ...EditedVideoFields
        ...OwnCaptionsFields
        processingEventsCursor @include(if: $isSignedIn)
        viewerHasLiked @include(if: $isSignedIn)
        likesEventsCursor
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
        ...PlayerFields
        ...VideoStepsFields
      }
    }
  `,
  [AvatarFields, ChannelLineFields, EditedVideoFields, OwnCaptionsFields, PinnedFields, PlayerFields, VideoStepsFields],
);

type VideoData = NonNullable<ResultOf<typeof VIDEO>['video']>;
const route = getRouteApi('/shell/videos/$videoId');

export function VideoPage() {
  const messages = useMessages();
  const { videoId } = route.useParams();
  const { viewerId } = useSession();
  const variables = { id: videoId, isSignedIn: viewerId !== null };
  const [{ data, error, fetching }, refetch] = useQuery({
    query: VIDEO,
    variables,
    requestPolicy: 'cache-and-network',
  });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  const video = data?.video;
  const wasShown = useWasShown(video?.id, videoId);
  useLiveEvents({
    document: ON_LIKES,
    variables: { subjectId: videoId },
    cursor: video?.likesEventsCursor,
    reload,
    isPaused: !video,
  });
  if (video) return <VideoContent key={video.id} video={video} reload={reload} />;
  if (error || fetching)
    return (
      <StatePage name={messages.video}>
        {error && !fetching ? (
          <ErrorState isPage error={error} retry={reload} />
        ) : (
          <Loading what={messages.loadingVideo} />
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

function VideoContent({ video, reload }: { video: VideoData; reload: () => void }) {
  const { t } = route.useSearch();
  const { viewerId } = useSession();
  const media = useRef<HTMLVideoElement>(null);
  const isOwn = viewerId === video.ownerId;
  return (
    <div className="page">
      <title>{`${isolate(video.title)} · Waymark`}</title>
      {video.state === 'LIVE' || video.state === 'PROCESSING' ? (
        <Player video={video} media={media} startAt={t ?? null} renew={reload} />
      ) : null}
      <VideoHeader video={video} media={media} />
      {isOwn ? <VideoSteps video={video} eventsCursor={video.processingEventsCursor} reload={reload} /> : null}
      {isOwn ? (
        <>
          <OwnerActs video={video} reload={reload} />
          {video.state === 'LIVE' ? <OwnCaptions video={video} media={media} /> : null}
        </>
      ) : null}
      <p className="video-text" dir="auto">
        {video.description}
      </p>
      <FoundBy tags={video.tags} labels={video.labels} />
      <Chapters chapters={video.chapters} media={media} />
      <PinnedSubject subject={video} isOwn={isOwn} />
      <Comments query={VIDEO_COMMENTS} subjectId={video.id} ownerId={video.ownerId} count={video.counts.comments} />
    </div>
  );
}

function VideoHeader({ video, media }: { video: VideoData; media: RefObject<HTMLVideoElement | null> }) {
  const messages = useMessages();

  async function copyLink() {
    const address = new URL(`/videos/${video.id}`, location.href);
    address.searchParams.set('t', String(Math.floor(media.current?.currentTime ?? 0)));
    await navigator.clipboard.writeText(address.href);
    notify(messages.linkCopied);
  }

  return (
    <header>
      <h1 dir="auto">{video.title}</h1>
      {video.owner ? (
        <p className="article-by">
          <Link to="/people/$handle" params={{ handle: video.owner.handle }}>
            <Avatar user={video.owner} /> <bdi>{video.owner.displayName}</bdi>
          </Link>
          {video.audience === 'PUBLIC' ? null : (
            <strong>{video.audience === 'AUTHOR' ? messages.onlyYou : messages.followersOnly}</strong>
          )}
        </p>
      ) : null}
      {video.channel ? <ChannelLine channel={video.channel} path={`/videos/${video.id}`} /> : null}
      <div className="article-acts">
        <span>{messages.views({ count: video.counts.views })}</span>
        <LikeButton subjectId={video.id} likes={video.counts.likes} isLiked={video.viewerHasLiked ?? false} />
        <Likers query={VIDEO_LIKERS} subjectId={video.id} />
        <button type="button" className="button" onClick={() => void copyLink()}>
          {messages.shareAt}
        </button>
      </div>
    </header>
  );
}

function OwnerActs({ video, reload }: { video: VideoData; reload: () => void }) {
  const messages = useMessages();
  const navigate = useNavigate();
  return (
    <details className="edit-video">
      <summary>{messages.edit}</summary>
      <EditVideo key={video.version} video={video} onSaved={reload} />
      <div className="video-acts">
        <DeleteVideo id={video.id} title={video.title} onDeleted={() => void navigate({ to: '/videos/upload' })} />
      </div>
    </details>
  );
}

/** The words by which the video is found, each with a search. */
function FoundBy({ tags, labels }: { tags: readonly string[]; labels: readonly string[] }) {
  if (tags.length + labels.length === 0) return null;
  return (
    <p className="article-tags">
      {tags.map((tag) => (
        <Link key={tag} to="/search" search={{ tag }}>
          <bdi>#{tag}</bdi>
        </Link>
      ))}
      {labels.map((label) => (
        <Link key={label} to="/search" search={{ label }}>
          <bdi lang="en">{label}</bdi>
        </Link>
      ))}
    </p>
  );
}

interface ChaptersProps {
  chapters: VideoData['chapters'];
  media: RefObject<HTMLVideoElement | null>;
}

function Chapters({ chapters, media }: ChaptersProps) {
  const messages = useMessages();
  if (chapters.length === 0) return null;

  function jump(seconds: number) {
    if (media.current) seek(media.current, seconds);
  }

  return (
    <section aria-labelledby="chapters">
      <h2 id="chapters">{messages.chapters}</h2>
      <ol>
        {chapters.map(({ seconds, title }) => (
          <li key={seconds}>
            <button type="button" className="chapter" onClick={() => jump(seconds)}>
              {formatLength(seconds)} <bdi>{title}</bdi>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function seek(element: HTMLVideoElement, seconds: number) {
  element.currentTime = seconds;
}
