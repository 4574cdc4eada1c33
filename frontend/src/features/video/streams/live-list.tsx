// What is live now, the newest first.
import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { readListState } from '../../../shared/graphql/list-state';
import { ListView } from '../../../shared/ui/list-view';
import { EmptyState, Loading } from '../../../shared/ui/state';
import { useMessages } from './messages/use-messages';
import { StreamState } from './stream-state';

const LIVE_STREAMS = graphql(`
  query LiveStreams {
    liveStreams(first: 50) {
      edges {
        node {
          id
          title
          state
          viewers
          scheduledFor
          owner {
            id
            displayName
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export function LiveList() {
  const messages = useMessages();
  const [result, refetch] = useQuery({ query: LIVE_STREAMS, requestPolicy: 'cache-and-network' });
  return (
    <ListView
      list={readListState(result, result.data?.liveStreams)}
      waiting={<Loading what={messages.loading} />}
      empty={<EmptyState title={messages.empty}>{messages.emptyRemedy}</EmptyState>}
      retry={() => refetch({ requestPolicy: 'network-only' })}
    >
      {(streams) => (
        <ul className="own-videos">
          {streams.map((stream) => (
            <li key={stream.id} className="own-video">
              <h2>
                <Link to="/live/$streamId" params={{ streamId: stream.id }}>
                  <bdi>{stream.title}</bdi>
                </Link>
              </h2>
              {stream.owner ? <bdi>{stream.owner.displayName}</bdi> : null}
              <StreamState stream={stream} />
            </li>
          ))}
        </ul>
      )}
    </ListView>
  );
}
