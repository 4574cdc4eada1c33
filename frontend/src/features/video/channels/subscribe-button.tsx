// The subscribe button of a channel, and its bell: whether new videos ring.
import { useNavigate } from '@tanstack/react-router';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { useSession } from '../../../shared/session-context';
import { notify } from '../../../shared/ui/notices';
import { useMessages } from './messages/use-messages';

export const SubscribeFields = graphql(`
  fragment SubscribeFields on Channel {
    id
    ownerId
    viewerSubscription @include(if: $isSignedIn) {
      bell
    }
  }
`);
const ChannelAfterwards = graphql(`
  fragment ChannelAfterwards on Channel @_unmask {
    id
    counts {
      subscribers
    }
    viewerSubscription {
      bell
    }
  }
`);
const SUBSCRIBE = graphql(
  `
    mutation SubscribeToChannel($input: SubscribeToChannelInput!) {
      subscribeToChannel(input: $input) {
        channel {
          ...ChannelAfterwards
        }
        errors {
          code
          message
          ... on RateLimited {
            retryAt
          }
        }
      }
    }
  `,
  [ChannelAfterwards],
);
const UNSUBSCRIBE = graphql(
  `
    mutation UnsubscribeFromChannel($input: UnsubscribeFromChannelInput!) {
      unsubscribeFromChannel(input: $input) {
        channel {
          ...ChannelAfterwards
        }
        errors {
          code
          message
          ... on RateLimited {
            retryAt
          }
        }
      }
    }
  `,
  [ChannelAfterwards],
);

interface Props {
  channel: FragmentOf<typeof SubscribeFields>;
  /** Where a guest returns after signing in. */
  path: string;
}

export function SubscribeButton({ channel: masked, path }: Props) {
  const { id, ownerId, viewerSubscription } = readFragment(SubscribeFields, masked);
  const messages = useMessages();
  const { viewerId } = useSession();
  const navigate = useNavigate();
  const [{ fetching: isSubscribing }, subscribe] = useMutation(SUBSCRIBE);
  const [{ fetching: isUnsubscribing }, unsubscribe] = useMutation(UNSUBSCRIBE);
  if (viewerId === ownerId) return null;
  const isBusy = isSubscribing || isUnsubscribing;
  const isSubscribed = Boolean(viewerSubscription);
  const rings = viewerSubscription?.bell === 'ALL';

  async function toggle() {
    if (!viewerId) return navigate({ to: '/sign-in', search: { to: path } });
    if (!isSubscribed) return choose('NONE');
    const { data, error } = await unsubscribe({ input: { channelId: id } });
    tell(describeWriteError(error, data?.unsubscribeFromChannel));
  }

  async function choose(bell: 'ALL' | 'NONE') {
    const { data, error } = await subscribe({ input: { channelId: id, bell } });
    tell(describeWriteError(error, data?.subscribeToChannel));
  }

  function tell(why: string | null) {
    if (why) notify(messages.couldNotSave({ why }));
  }

  return (
    <span className="subscribe">
      <button
        type="button"
        className={isSubscribed ? 'button' : 'button button-main'}
        aria-pressed={isSubscribed}
        disabled={isBusy}
        onClick={() => void toggle()}
      >
        {isSubscribed ? messages.subscribed : messages.subscribe}
      </button>
      {isSubscribed ? (
        <button
          type="button"
          className="button"
          aria-pressed={rings}
          aria-label={messages.bell}
          title={messages.bell}
          disabled={isBusy}
          onClick={() => void choose(rings ? 'NONE' : 'ALL')}
        >
          <span aria-hidden="true">{rings ? '🔔' : '🔕'}</span>
        </button>
      ) : null}
    </span>
  );
}
