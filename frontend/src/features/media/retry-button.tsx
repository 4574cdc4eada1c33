// Ask for a photo to be processed once more.
import { useMutation } from 'urql';
import { graphql } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { say } from '../../shared/ui/notices';
import { useWords } from './messages/words';

const RETRY = graphql(`
  mutation RetryPhoto($input: RetryPhotoInput!) {
    retryPhoto(input: $input) { photo { id state attempt } errors { code message } }
  }
`);

export function RetryButton({ photoId }: { photoId: string }) {
  const words = useWords();
  const [{ fetching }, retry] = useMutation(RETRY);

  async function again() {
    const { data, error } = await retry({ input: { id: photoId } });
    const refusal = refusalOf(error, data?.retryPhoto);
    if (refusal) say(refusal);
  }

  return (
    <button type="button" className="button" disabled={fetching} onClick={() => void again()}>
      {words.tryAgain}
    </button>
  );
}
