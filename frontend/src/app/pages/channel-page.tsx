// A channel: its banner, what it is about, the subscribe button and its livestreams and videos; for its owner also the form to edit it.
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { DeleteChannel } from '../../features/video/channels/delete-channel';
import { EditChannel } from '../../features/video/channels/edit-channel';
import { EditedChannelFields } from '../../features/video/channels/edited-channel';
import { useMessages } from '../../features/video/channels/messages/use-messages';
import { SubscribeButton, SubscribeFields } from '../../features/video/channels/subscribe-button';
import { ChannelReplays, ChannelStreams } from '../../features/video/streams/channel-streams';
import { VideoCardFields, VideoGrid } from '../../features/video/videos/video-card';
import { graphql, type ResultOf } from '../../shared/graphql/graphql';
import { readListState } from '../../shared/graphql/list-state';
import { useSession } from '../../shared/session-context';
import { isolate } from '../../shared/text';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { ListView } from '../../shared/ui/list-view';
import { notify } from '../../shared/ui/notices';
import { ShowMore } from '../../shared/ui/show-more';
import { EmptyState, ErrorState, Loading, StatePage } from '../../shared/ui/state';
import '../../features/platform/users/users.css';
import '../../features/video/channels/channels.css';
import './article-page.css';

const CHANNEL = graphql(
  `
    query Channel($handle: String!, $isSignedIn: Boolean!) {
      channel(handle: $handle) {
        id
        ownerId
        ...EditedChannelFields
        counts {
          subscribers
        }
        owner {
          id
          handle
          displayName
          ...AvatarFields
        }
        ...SubscribeFields
      }
    }
  `,
  [AvatarFields, EditedChannelFields, SubscribeFields],
);
const VIDEOS = graphql(
  `
    query VideosOfChannel($handle: String!, $after: ID) {
      channel(handle: $handle) {
        id
        videos(first: 24, after: $after) {
          edges {
            node {
              id
              ...VideoCardFields
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  `,
  [VideoCardFields],
);

type ChannelData = NonNullable<ResultOf<typeof CHANNEL>['channel']>;
const route = getRouteApi('/shell/channels/$handle');

export function ChannelPage() {
  const messages = useMessages();
  const { handle } = route.useParams();
  const { viewerId } = useSession();
  const [{ data, error, fetching }, refetch] = useQuery({
    query: CHANNEL,
    variables: { handle, isSignedIn: viewerId !== null },
    requestPolicy: 'cache-and-network',
  });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  if (data?.channel) return <ChannelContent channel={data.channel} reload={reload} />;
  if (error || fetching)
    return (
      <StatePage name={messages.channel}>
        {error && !fetching ? <ErrorState isPage error={error} retry={reload} /> : <Loading what={messages.loading} />}
      </StatePage>
    );
  return (
    <EmptyState title={messages.notFound({ handle })} isPage>
      <Link to="/videos" className="button">
        {messages.seeVideos}
      </Link>
    </EmptyState>
  );
}

function ChannelContent({ channel, reload }: { channel: ChannelData; reload: () => void }) {
  const messages = useMessages();
  const { viewerId } = useSession();
  const { banner, counts, description, handle, owner, title } = channel;
  return (
    <div className="page">
      <title>{`${isolate(title)} · Waymark`}</title>
      {banner ? <img className="channel-banner" src={banner.url} alt="" /> : null}
      <header className="person-head">
        {owner ? <Avatar user={owner} size={96} /> : null}
        <div className="person-words">
          <h1 dir="auto">{title}</h1>
          <p>
            @{handle} · {messages.subscribers({ count: counts.subscribers })}
          </p>
          {owner ? (
            <p>
              <Link to="/people/$handle" params={{ handle: owner.handle }}>
                {messages.by({ name: isolate(owner.displayName) })}
              </Link>
            </p>
          ) : null}
        </div>
        <SubscribeButton channel={channel} path={`/channels/${handle}`} />
      </header>
      <p className="video-text" dir="auto">
        {description}
      </p>
      {viewerId === channel.ownerId ? <OwnerActs channel={channel} reload={reload} /> : null}
      <ChannelStreams handle={handle} />
      <ChannelVideos handle={handle} />
      <ChannelReplays handle={handle} />
    </div>
  );
}

function OwnerActs({ channel, reload }: { channel: ChannelData; reload: () => void }) {
  const messages = useMessages();
  const navigate = useNavigate();

  async function showSaved(handle: string) {
    if (handle === channel.handle) reload();
    else await navigate({ to: '/channels/$handle', params: { handle } });
  }

  async function leave() {
    notify(messages.removed);
    await navigate({ to: '/videos' });
  }

  return (
    <details className="edit-video">
      <summary>{messages.edit}</summary>
      <EditChannel key={channel.version} channel={channel} onSaved={(handle) => void showSaved(handle)} />
      <DeleteChannel channel={channel} onDeleted={() => void leave()} />
    </details>
  );
}

function ChannelVideos({ handle }: { handle: string }) {
  const messages = useMessages();
  const [after, setAfter] = useState<string | null>(null);
  const [result, refetch] = useQuery({ query: VIDEOS, variables: { handle, after } });
  return (
    <section aria-labelledby="videos">
      <h2 id="videos">{messages.videos}</h2>
      <ListView
        list={readListState(result, result.data?.channel?.videos)}
        waiting={<Loading what={messages.loading} />}
        empty={<EmptyState title={messages.noVideos} />}
        retry={() => refetch({ requestPolicy: 'network-only' })}
      >
        {(videos, pageInfo) => (
          <>
            <VideoGrid videos={videos} />
            <ShowMore pageInfo={pageInfo} isBusy={result.fetching} showNext={setAfter}>
              {messages.showMore}
            </ShowMore>
          </>
        )}
      </ListView>
    </section>
  );
}
