// Live videos, newest first: everyone's, or those of people or channels that the viewer chose.
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useMessages } from '../../features/video/videos/messages/use-messages';
import { VideoCardFields, VideoGrid } from '../../features/video/videos/video-card';
import { graphql } from '../../shared/graphql/graphql';
import { useSession } from '../../shared/session-context';
import { readListState } from '../../shared/graphql/list-state';
import { ListView } from '../../shared/ui/list-view';
import { ShowMore } from '../../shared/ui/show-more';
import { EmptyState, Loading } from '../../shared/ui/state';
import './home-page.css';

const VIDEOS = graphql(
  `
    query Videos($scope: VideoScope!, $tag: String, $label: String, $after: ID) {
      videos(scope: $scope, tag: $tag, label: $label, first: 24, after: $after) {
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
  `,
  [VideoCardFields],
);

export interface VideosSearch {
  scope?: 'following' | 'subscribed' | undefined;
  tag?: string | undefined;
  label?: string | undefined;
}

const SCOPES = { following: 'FOLLOWING', subscribed: 'SUBSCRIBED' } as const;

export function VideosPage() {
  const messages = useMessages();
  const { scope, ...words }: VideosSearch = useSearch({ from: '/shell/videos' });
  const { viewerId } = useSession();
  return (
    <div className="page">
      <title>{`${messages.videos} · Waymark`}</title>
      <header className="feed-head">
        <h1>
          {messages.videos}
          {words.tag ? <bdi> #{words.tag}</bdi> : null}
          {words.label ? <bdi> {words.label}</bdi> : null}
        </h1>
        {viewerId ? (
          <nav aria-label={messages.whose}>
            <Link to="/videos" search={words} activeOptions={{ exact: true }}>
              {messages.everyone}
            </Link>
            <Link to="/videos" search={{ ...words, scope: 'following' }}>
              {messages.following}
            </Link>
            <Link to="/videos" search={{ ...words, scope: 'subscribed' }}>
              {messages.subscribed}
            </Link>
          </nav>
        ) : null}
        <Link to="/live" className="button">
          {messages.liveNow}
        </Link>
        <Link to="/videos/upload" className="button">
          {messages.upload}
        </Link>
      </header>
      {/* Another list begins at its own first page. */}
      <VideoList
        key={JSON.stringify([scope, words])}
        scope={(viewerId && scope && SCOPES[scope]) || 'ALL'}
        tag={words.tag ?? null}
        label={words.label ?? null}
      />
    </div>
  );
}

const EMPTY = { ALL: 'emptyRemedy', FOLLOWING: 'emptyFollowing', SUBSCRIBED: 'emptySubscribed' } as const;

interface ListProps {
  scope: keyof typeof EMPTY;
  tag: string | null;
  label: string | null;
}

function VideoList({ scope, tag, label }: ListProps) {
  const messages = useMessages();
  const [after, setAfter] = useState<string | null>(null);
  const [result, refetch] = useQuery({
    query: VIDEOS,
    variables: { scope, tag, label, after },
    requestPolicy: 'cache-and-network',
  });
  return (
    <ListView
      list={readListState(result, result.data?.videos)}
      waiting={<Loading what={messages.loading} />}
      empty={<EmptyState title={messages.empty}>{messages[EMPTY[scope]]}</EmptyState>}
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
  );
}
