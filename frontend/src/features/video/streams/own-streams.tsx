// The viewer's own livestreams: begin, end, delete, how each goes and how its sessions went.
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
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
import { StreamFailure, StreamFailureFields } from './stream-failure';
import { StreamState } from './stream-state';
import type { StreamKeyState } from './use-stream-key';

const OwnStreamFields = graphql(
  `
    fragment OwnStreamFields on Stream {
      id
      ...StreamFailureFields
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
        keyframeSeconds
        healthChanges {
          at
          health
        }
      }
    }
  `,
  [StreamFailureFields],
);
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

const LiveCamera = lazy(() => import('../camera/live-camera').then((module) => ({ default: module.LiveCamera })));

export function OwnStreams({ streamKey }: { streamKey: StreamKeyState }) {
  const messages = useMessages();
  // Held outside the list, so that the camera goes on while the list is loading or could not be read.
  const [filmed, setFilmed] = useState<StreamData | null>(null);
  const [result, refetch] = useQuery({ query: OWN_STREAMS, requestPolicy: 'cache-and-network' });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  const known = result.data?.viewer?.streams?.edges.map(({ node }) => readFragment(OwnStreamFields, node));
  return (
    <section aria-labelledby="own-streams">
      <h2 id="own-streams">{messages.yours}</h2>
      {filmed ? (
        <Suspense fallback={<Loading what={messages.openingCamera} />}>
          <LiveCamera
            key={filmed.id}
            stream={known?.find((stream) => stream?.id === filmed.id) ?? filmed}
            streamKey={streamKey}
            onChange={reload}
            onClose={() => setFilmed(null)}
          />
        </Suspense>
      ) : null}
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
                <OwnStream stream={stream} reload={reload} onFilm={filmed ? null : setFilmed} />
              </li>
            ))}
          </ul>
        )}
      </ListView>
    </section>
  );
}

interface OwnStreamProps {
  stream: FragmentOf<typeof OwnStreamFields>;
  reload: () => void;
  /** Begins to film a livestream; null while one is filmed. */
  onFilm: ((stream: StreamData) => void) | null;
}

function OwnStream({ stream: masked, reload, onFilm }: OwnStreamProps) {
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
      <StreamFailure stream={stream} />
      <Health stream={stream} />
      <Sessions stream={stream} />
      <Acts stream={stream} reload={reload} onFilm={onFilm} />
    </>
  );
}

function Health({ stream: { state, health, sessions } }: { stream: StreamData }) {
  const messages = useMessages();
  if (state !== 'LIVE' || health === 'UNKNOWN') return null;
  const seconds = sessions.at(-1)?.keyframeSeconds;
  const isSparse = health === 'SPARSE_KEYFRAMES' && seconds;
  return <p>{isSparse ? messages.sparseKeyframes({ seconds }) : messages[health]}</p>;
}

interface ActsProps extends Omit<OwnStreamProps, 'stream'> {
  stream: StreamData;
}

function Acts({ stream, reload, onFilm }: ActsProps) {
  const { id, title, state } = stream;
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
        {state === 'SCHEDULED' ? <FilmButton stream={stream} onFilm={onFilm} /> : null}
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
      {state === 'LIVE' ? null : <FilmButton stream={stream} onFilm={onFilm} />}
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

function FilmButton({ stream, onFilm }: { stream: StreamData; onFilm: ((stream: StreamData) => void) | null }) {
  const messages = useMessages();
  if (!onFilm) return null;
  return (
    <button type="button" className="button" onClick={() => onFilm(stream)}>
      {messages.useCamera}
    </button>
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
