// The button by which people ask to be reminded of a livestream that has not begun, and take that back.
import { useNavigate } from '@tanstack/react-router';
import { useId } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { useSession } from '../../../shared/session-context';
import { notify } from '../../../shared/ui/notices';
import { useMessages } from './messages/use-messages';

export const ReminderFields = graphql(`
  fragment ReminderFields on Stream {
    id
    ownerId
    state
    viewerHasReminder @include(if: $isSignedIn)
  }
`);
const ADD = graphql(`
  mutation AddStreamReminder($input: AddStreamReminderInput!) {
    addStreamReminder(input: $input) {
      stream {
        id
        viewerHasReminder
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
`);
const REMOVE = graphql(`
  mutation RemoveStreamReminder($input: RemoveStreamReminderInput!) {
    removeStreamReminder(input: $input) {
      stream {
        id
        viewerHasReminder
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
`);

interface Props {
  stream: FragmentOf<typeof ReminderFields>;
  /** In a list, the heading of the livestream; the note is not repeated there. */
  labelledBy?: string;
}

export function ReminderButton({ stream: masked, labelledBy }: Props) {
  const { id, ownerId, state, viewerHasReminder } = readFragment(ReminderFields, masked);
  const messages = useMessages();
  const { viewerId } = useSession();
  const navigate = useNavigate();
  const [{ fetching: isAdding }, add] = useMutation(ADD);
  const [{ fetching: isRemoving }, remove] = useMutation(REMOVE);
  const isReminded = viewerHasReminder ?? false;
  const noteId = useId();
  if (viewerId === ownerId || (state !== 'SCHEDULED' && state !== 'STARTING')) return null;

  async function toggle() {
    if (!viewerId) return navigate({ to: '/sign-in', search: { to: `/live/${id}` } });
    const input = { streamId: id };
    const why = isReminded
      ? await remove({ input }).then(({ data, error }) => describeWriteError(error, data?.removeStreamReminder))
      : await add({ input }).then(({ data, error }) => describeWriteError(error, data?.addStreamReminder));
    if (why) notify(why);
  }

  return (
    <p>
      <button
        type="button"
        className={isReminded ? 'button' : 'button button-main'}
        aria-pressed={isReminded}
        aria-describedby={labelledBy ?? noteId}
        disabled={isAdding || isRemoving}
        onClick={() => void toggle()}
      >
        {messages.remindMe}
      </button>{' '}
      {isReminded || !labelledBy ? (
        <small id={noteId}>{isReminded ? messages.reminded : messages.reminderNote}</small>
      ) : null}
    </p>
  );
}
