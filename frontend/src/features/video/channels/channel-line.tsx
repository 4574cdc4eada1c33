// A channel in one line: its title, how many subscribe to it, and the subscribe button.
import { Link } from '@tanstack/react-router';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { useMessages } from './messages/use-messages';
import { SubscribeButton, SubscribeFields } from './subscribe-button';
import './channels.css';

export const ChannelLineFields = graphql(
  `
    fragment ChannelLineFields on Channel {
      id
      handle
      title
      counts {
        subscribers
      }
      ...SubscribeFields
    }
  `,
  [SubscribeFields],
);

interface Props {
  channel: FragmentOf<typeof ChannelLineFields>;
  path: string;
}

export function ChannelLine({ channel: masked, path }: Props) {
  const channel = readFragment(ChannelLineFields, masked);
  const messages = useMessages();
  return (
    <p className="channel-line">
      <Link to="/channels/$handle" params={{ handle: channel.handle }}>
        <bdi>{channel.title}</bdi>
      </Link>
      <small>{messages.subscribers({ count: channel.counts.subscribers })}</small>
      <SubscribeButton channel={channel} path={path} />
    </p>
  );
}
