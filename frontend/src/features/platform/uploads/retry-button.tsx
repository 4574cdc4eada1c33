// Retries the processing of a photo.
import { useMutation } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { notify } from '../../../shared/ui/notices';
import { useMessages } from './messages/use-messages';

const RETRY = graphql(`
  mutation RetryPhoto($input: RetryPhotoInput!) {
    retryPhoto(input: $input) {
      photo {
        id
        state
        attempt
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

export function RetryButton({ photoId }: { photoId: string }) {
  const messages = useMessages();
  const [{ fetching }, retry] = useMutation(RETRY);

  async function retryProcessing() {
    const { data, error } = await retry({ input: { id: photoId } });
    const errorMessage = describeWriteError(error, data?.retryPhoto);
    if (errorMessage) notify(errorMessage);
  }

  return (
    <button type="button" className="button" disabled={fetching} onClick={() => void retryProcessing()}>
      {messages.tryAgain}
    </button>
  );
}
