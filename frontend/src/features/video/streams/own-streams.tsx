// The viewer's own livestreams: begin, end, delete, how each goes and how its sessions went.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../../shared/graphql/graphql';
import { readListState } from '../../../shared/graphql/list-state';
import { useLiveEvents } from '../../../shared/graphql/use-live-events';
import { getLocale } from '../../../shared/i18n/language';
import { isolate } from '../../../shared/text';
import { ConfirmButton } from '../../../shared/ui/confirm-button';
import { ListView } from '../../../shared/ui/list-view';
import { notify } from '../../../shared/ui/notices';
import { EmptyState, Loading } from '../../../shared/ui/state';
import { ON_STREAM } from './events';
import { useMessages } from './messages/use-messages';
import { useStreamActs } from './stream-acts';
import { StreamState } from './stream-state';

const OwnStreamFields = graphql(`
  fragment OwnStreamFields on Stream {
    id
    title
    state
    health
    viewers
    peakViewers
    scheduledFor
    startedAt
    endedAt
    sessions {
      id
      startedAt
      endedAt
      peakViewers
      meanViewers
      healthChanges {
        at
        health
      }
    }
  }
`);
const OWN_STREAMS = graphql(
  `
    query OwnStreams {
      viewer {
        user {
          id
        }
        streams(first: 50) {
          edges {
            node {
              id
              ...OwnStreamFields
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
  [OwnStreamFields],
);

type StreamData = ResultOf<typeof OwnStreamFields>;

export function OwnStreams() {
  const messages = useMessages();
  const [result, refetch] = useQuery({ query: OWN_STREAMS, requestPolicy: 'cache-and-network' });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  return (
    <section aria-labelledby="own-streams">
      <h2 id="own-streams">{messages.yours}</h2>
      <ListView
        list={readListState(result, result.data?.viewer?.streams)}
        waiting={<Loading what={messages.loading} />}
        empty={<EmptyState title={messages.noneOfYours} />}
        retry={reload}
      >
        {(streams) => (
          <ul className="own-videos">
            {streams.map((stream) => (
              <li key={stream.id} className="own-video">
                <OwnStream stream={stream} reload={reload} />
              </li>
            ))}
          </ul>
        )}
      </ListView>
    </section>
  );
}

function OwnStream({ stream: masked, reload }: { stream: FragmentOf<typeof OwnStreamFields>; reload: () => void }) {
  const messages = useMessages();
  const stream = readFragment(OwnStreamFields, masked);
  const isOpen = stream.state !== 'SCHEDULED' && stream.state !== 'ENDED';
  useLiveEvents({ document: ON_STREAM, variables: { streamId: stream.id }, cursor: null, reload, isPaused: !isOpen });
  return (
    <>
      <h3>
        <Link to="/live/$streamId" params={{ streamId: stream.id }}>
          <bdi>{stream.title}</bdi>
        </Link>
      </h3>
      <StreamState stream={stream} />
      {stream.state === 'LIVE' && stream.health !== 'UNKNOWN' ? <p>{messages[stream.health]}</p> : null}
      <Sessions stream={stream} />
      <Acts stream={stream} reload={reload} />
    </>
  );
}

function Acts({ stream: { id, title, state }, reload }: { stream: StreamData; reload: () => void }) {
  const messages = useMessages();
  const { startStream, endStream, deleteStream } = useStreamActs();
  const [isBusy, setIsBusy] = useState(false);

  async function act(doIt: (id: string) => Promise<string | null>) {
    setIsBusy(true);
    const why = await doIt(id);
    setIsBusy(false);
    if (why) notify(why);
    else reload();
  }

  if (state === 'SCHEDULED' || state === 'ENDED')
    return (
      <div className="video-acts">
        {state === 'SCHEDULED' ? (
          <button type="button" className="button button-main" disabled={isBusy} onClick={() => void act(startStream)}>
            {messages.goLive}
          </button>
        ) : null}
        <ConfirmButton
          label={messages.remove}
          className="button"
          isDisabled={isBusy}
          question={messages.removeQuestion({ title: isolate(title) })}
          consequence={messages.removeConsequence}
          action={messages.remove}
          isDestructive
          onConfirm={() => void act(deleteStream)}
        />
      </div>
    );
  return (
    <div className="video-acts">
      <ConfirmButton
        label={messages.end}
        className="button"
        isDisabled={isBusy}
        question={messages.endQuestion({ title: isolate(title) })}
        consequence={messages.endConsequence}
        action={messages.end}
        onConfirm={() => void act(endStream)}
      />
    </div>
  );
}

function Sessions({ stream: { sessions } }: { stream: StreamData }) {
  const messages = useMessages();
  if (sessions.length === 0) return null;
  return (
    <details>
      <summary>{messages.history}</summary>
      <ul>
        {sessions.map((session) => (
          <li key={session.id}>
            {messages.session({ start: formatTime(session.startedAt), end: formatTime(session.endedAt) })}{' '}
            {messages.audienceOf({ peak: session.peakViewers, mean: Math.round(session.meanViewers * 10) / 10 })}
            <ul>
              {session.healthChanges.map(({ at, health }) => (
                <li key={at}>
                  {formatTime(at)}: {messages[health]}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  );
}

function formatTime(moment: string | null): string {
  return moment ? new Date(moment).toLocaleTimeString(getLocale()) : '…';
}
