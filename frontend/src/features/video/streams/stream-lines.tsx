// Livestreams in a list, each with its state: those that are live, announced ones with a reminder, and replays.
import { Link } from '@tanstack/react-router';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { formatLength } from '../player/format';
import { useMessages } from './messages/use-messages';
import { ReminderButton, ReminderFields } from './reminder-button';
import { formatTime, StreamState } from './stream-state';

export const StreamLineFields = graphql(
  `
    fragment StreamLineFields on Stream {
      id
      title
      state
      viewers
      scheduledFor
      endedAt
      replay {
        seconds
      }
      counts {
        views
      }
      ...ReminderFields
    }
  `,
  [ReminderFields],
);

type MaskedStream = FragmentOf<typeof StreamLineFields> & {
  id: string;
  /** Left out where the page says whose it is. */
  owner?: { displayName: string } | null;
};

interface Props {
  streams: readonly MaskedStream[];
}

export function StreamLines({ streams }: Props) {
  return (
    <ul className="stream-lines">
      {streams.map((stream) => (
        <li key={stream.id} className="own-video">
          <StreamLine stream={stream} />
        </li>
      ))}
    </ul>
  );
}

function StreamLine({ stream: masked }: { stream: MaskedStream }) {
  const messages = useMessages();
  const stream = readFragment(StreamLineFields, masked);
  const { id, title, endedAt, replay, counts } = stream;
  return (
    <>
      <h3 id={id}>
        <Link to="/live/$streamId" params={{ streamId: id }}>
          <bdi>{title}</bdi>
        </Link>
      </h3>
      {masked.owner ? <bdi>{masked.owner.displayName}</bdi> : null}
      {endedAt && replay ? (
        <p className="stream-state">
          <span>{messages.endedAt({ date: formatTime(endedAt) })}</span>
          <span>{messages.replayOf({ length: formatLength(replay.seconds) })}</span>
          <span>{messages.views({ count: counts.views })}</span>
        </p>
      ) : (
        <StreamState stream={stream} isListed />
      )}
      <ReminderButton stream={stream} labelledBy={id} />
    </>
  );
}
