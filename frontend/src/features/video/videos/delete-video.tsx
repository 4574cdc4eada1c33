// A button that deletes a video, after asking.
import { useMutation } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { isolate } from '../../../shared/text';
import { ConfirmButton } from '../../../shared/ui/confirm-button';
import { notify } from '../../../shared/ui/notices';
import { useMessages } from './messages/use-messages';

const DELETE = graphql(`
  mutation DeleteVideo($input: DeleteVideoInput!) {
    deleteVideo(input: $input) {
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

export function DeleteVideo({ id, title, onDeleted }: { id: string; title: string; onDeleted: () => void }) {
  const messages = useMessages();
  const [{ fetching }, remove] = useMutation(DELETE);

  async function deleteVideo() {
    const { data, error } = await remove({ input: { id } });
    const why = describeWriteError(error, data?.deleteVideo);
    if (why) notify(why);
    else onDeleted();
  }

  return (
    <ConfirmButton
      label={messages.remove}
      className="button"
      isDisabled={fetching}
      question={messages.removeQuestion({ title: isolate(title) })}
      consequence={messages.removeConsequence}
      action={messages.remove}
      isDestructive
      onConfirm={() => void deleteVideo()}
    />
  );
}
