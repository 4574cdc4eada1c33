// A channel's livestreams: the one that is live, the announced ones and the replays; nothing is shown where there are none.
import { useCallback } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { readListState } from '../../../shared/graphql/list-state';
import { useRereading } from '../../../shared/graphql/use-rereading';
import { useSession } from '../../../shared/session-context';
import { ShowMore } from '../../../shared/ui/show-more';
import { type ShownPage, useShownPages } from '../../../shared/ui/shown-pages';
import { ErrorState } from '../../../shared/ui/state';
import { useMessages } from './messages/use-messages';
import { StreamLineFields, StreamLines } from './stream-lines';

const STREAMS = graphql(
  `
    query StreamsOfChannel($handle: String!, $isSignedIn: Boolean!) {
      channel(handle: $handle) {
        id
        liveStream {
          id
          ...StreamLineFields
        }
        upcomingStreams(first: 50) {
          edges {
            node {
              id
              ...StreamLineFields
            }
          }
        }
      }
    }
  `,
  [StreamLineFields],
);
const REPLAYS = graphql(
  `
    query ReplaysOfChannel($handle: String!, $isSignedIn: Boolean!, $after: ID) {
      channel(handle: $handle) {
        id
        replays(first: 12, after: $after) {
          edges {
            node {
              id
              ...StreamLineFields
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
  [StreamLineFields],
);

interface Props {
  handle: string;
}

/** What is live and announced, read again each minute. */
export function ChannelStreams({ handle }: Props) {
  const messages = useMessages();
  const { viewerId } = useSession();
  const variables = { handle, isSignedIn: viewerId !== null };
  const [{ data }, refetch] = useQuery({ query: STREAMS, variables, requestPolicy: 'cache-and-network' });
  useRereading(useCallback(() => refetch({ requestPolicy: 'network-only' }), [refetch]));
  const live = data?.channel?.liveStream;
  const upcoming = data?.channel?.upcomingStreams?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  return (
    <>
      {live ? (
        <section className="stream-list" aria-labelledby="live-now">
          <h2 id="live-now">{messages.live}</h2>
          <StreamLines streams={[live]} />
        </section>
      ) : null}
      {upcoming.length > 0 ? (
        <section className="stream-list" aria-labelledby="upcoming">
          <h2 id="upcoming">{messages.upcoming}</h2>
          <StreamLines streams={upcoming} />
        </section>
      ) : null}
    </>
  );
}

export function ChannelReplays({ handle }: Props) {
  const { pages } = useShownPages();
  return pages.map(({ after, showNext }) => (
    <ReplaysPage key={after} handle={handle} after={after} showNext={showNext} />
  ));
}

function ReplaysPage({ handle, after, showNext }: Props & ShownPage) {
  const messages = useMessages();
  const variables = { handle, isSignedIn: false, after }; // nobody waits to be reminded of what is over
  const [result, refetch] = useQuery({ query: REPLAYS, variables, requestPolicy: 'cache-and-network' });
  const list = readListState(result, result.data?.channel?.replays);
  if (list.kind === 'failed')
    return <ErrorState error={list.error} retry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (list.kind !== 'filled') return null;
  return (
    <div className="stream-list">
      {after === null ? <h2>{messages.replays}</h2> : null}
      <StreamLines streams={list.items} />
      <ShowMore pageInfo={list.pageInfo} isBusy={result.fetching} showNext={showNext}>
        {messages.showMore}
      </ShowMore>
    </div>
  );
}
