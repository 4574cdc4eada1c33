// The button by which an owner deletes a channel; before, it names what goes with it.
import { useMutation } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { isolate } from '../../../shared/text';
import { ConfirmButton } from '../../../shared/ui/confirm-button';
import { notify } from '../../../shared/ui/notices';
import { useMessages } from './messages/use-messages';

const DELETE = graphql(`
  mutation DeleteChannel($input: DeleteChannelInput!) {
    deleteChannel(input: $input) {
      deletedId
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
  channel: { id: string; title: string; counts: { subscribers: number } };
  onDeleted: () => void;
}

export function DeleteChannel({ channel: { id, title, counts }, onDeleted }: Props) {
  const messages = useMessages();
  const [{ fetching }, remove] = useMutation(DELETE);

  async function deleteChannel() {
    const { data, error } = await remove({ input: { id } });
    const why = describeWriteError(error, data?.deleteChannel);
    if (why) notify(why);
    else onDeleted();
  }

  return (
    <ConfirmButton
      label={messages.remove}
      className="button"
      isDisabled={fetching}
      question={messages.removeQuestion({ title: isolate(title) })}
      consequence={messages.removeConsequence({ count: counts.subscribers })}
      action={messages.remove}
      isDestructive
      onConfirm={() => void deleteChannel()}
    />
  );
}
