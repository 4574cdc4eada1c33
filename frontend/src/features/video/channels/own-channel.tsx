// The viewer's own channel: a link to it, or the form that creates it.
import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { EditChannel } from './edit-channel';
import { useMessages } from './messages/use-messages';
import './channels.css';

const OWN_CHANNEL = graphql(`
  query OwnChannel {
    viewer {
      user {
        id
      }
      channel {
        id
        handle
        title
        counts {
          subscribers
        }
      }
    }
  }
`);

export function OwnChannel() {
  const messages = useMessages();
  const [{ data }, refetch] = useQuery({ query: OWN_CHANNEL });
  if (!data?.viewer) return null;
  const { channel } = data.viewer;
  return (
    <section aria-labelledby="own-channel">
      <h2 id="own-channel">{messages.yours}</h2>
      {channel ? (
        <p className="channel-line">
          <Link to="/channels/$handle" params={{ handle: channel.handle }}>
            <bdi>{channel.title}</bdi>
          </Link>
          <small>{messages.subscribers({ count: channel.counts.subscribers })}</small>
        </p>
      ) : (
        <details className="edit-video">
          <summary>{messages.create}</summary>
          <p>{messages.yoursNote}</p>
          <EditChannel channel={null} onSaved={() => refetch({ requestPolicy: 'network-only' })} />
        </details>
      )}
    </section>
  );
}
