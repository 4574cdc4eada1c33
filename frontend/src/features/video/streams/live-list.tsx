// Lists of livestreams: live now, announced, and to be watched again. What is live or announced is read again each minute.
import type { TypedDocumentNode } from '@urql/core';
import { type ReactNode, useCallback } from 'react';
import { useQuery } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { readListState } from '../../../shared/graphql/list-state';
import { useRereading, useSteadyList } from '../../../shared/graphql/use-rereading';
import { useSession } from '../../../shared/session-context';
import { ListView } from '../../../shared/ui/list-view';
import { ShowMore } from '../../../shared/ui/show-more';
import { type ShownPage, useShownPages } from '../../../shared/ui/shown-pages';
import { EmptyState, Loading } from '../../../shared/ui/state';
import { useMessages } from './messages/use-messages';
import { StreamLineFields, StreamLines } from './stream-lines';

const StreamPageFields = graphql(
  `
    fragment StreamPageFields on StreamConnection {
      edges {
        node {
          id
          owner {
            id
            displayName
          }
          ...StreamLineFields
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  `,
  [StreamLineFields],
);
const LIVE_STREAMS = graphql(
  `
    query LiveStreams($isSignedIn: Boolean!, $after: ID) {
      streams: liveStreams(first: 24, after: $after) {
        ...StreamPageFields
      }
    }
  `,
  [StreamPageFields],
);
const UPCOMING_STREAMS = graphql(
  `
    query UpcomingStreams($isSignedIn: Boolean!, $after: ID) {
      streams: upcomingStreams(first: 12, after: $after) {
        ...StreamPageFields
      }
    }
  `,
  [StreamPageFields],
);
const REPLAYS = graphql(
  `
    query Replays($isSignedIn: Boolean!, $after: ID) {
      streams: replays(first: 12, after: $after) {
        ...StreamPageFields
      }
    }
  `,
  [StreamPageFields],
);

/** A query for a page of livestreams, under the name `streams`. */
type StreamsQuery = TypedDocumentNode<
  { streams: FragmentOf<typeof StreamPageFields> | null },
  { isSignedIn: boolean; after?: string | null }
>;

export function LiveList() {
  const messages = useMessages();
  return (
    <>
      <StreamSection id="live-now" title={messages.live} query={LIVE_STREAMS}>
        <EmptyState title={messages.empty}>{messages.emptyRemedy}</EmptyState>
      </StreamSection>
      <StreamSection id="upcoming" title={messages.upcoming} query={UPCOMING_STREAMS} isAwaited>
        <p>{messages.noneUpcoming}</p>
      </StreamSection>
      <StreamSection id="replays" title={messages.replays} query={REPLAYS}>
        <p>{messages.noReplays}</p>
      </StreamSection>
    </>
  );
}

interface SectionProps {
  id: string;
  title: string;
  query: StreamsQuery;
  /** Whether people can wait to be reminded of these. */
  isAwaited?: boolean;
  /** What an empty list says. */
  children: ReactNode;
}

function StreamSection({ id, title, query, isAwaited = false, children }: SectionProps) {
  const { pages } = useShownPages();
  return (
    <section className="stream-list" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {pages.map(({ after, showNext }) => (
        <StreamPage key={after} query={query} isAwaited={isAwaited} after={after} showNext={showNext}>
          {after === null ? children : null}
        </StreamPage>
      ))}
    </section>
  );
}

interface PageProps extends ShownPage {
  query: StreamsQuery;
  isAwaited: boolean;
  children: ReactNode;
}

function StreamPage({ query, isAwaited, after, showNext, children }: PageProps) {
  const messages = useMessages();
  const { viewerId } = useSession();
  const variables = { isSignedIn: isAwaited && viewerId !== null, after };
  const [result, refetch] = useQuery({ query, variables, requestPolicy: 'cache-and-network' });
  const reread = useCallback(() => refetch({ requestPolicy: 'network-only' }), [refetch]);
  useRereading(reread);
  const list = useSteadyList(readListState(result, readFragment(StreamPageFields, result.data?.streams)));
  return (
    <ListView list={list} waiting={<Loading what={messages.loading} />} empty={children} retry={reread}>
      {(streams, pageInfo) => (
        <>
          <StreamLines streams={streams} />
          <ShowMore pageInfo={pageInfo} isBusy={result.fetching} showNext={showNext}>
            {messages.showMore}
          </ShowMore>
        </>
      )}
    </ListView>
  );
}
