// Downloads a deck as a file for Anki.
import { useMutation } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { useIsOnline } from '../../../shared/offline/online';
import { notify } from '../../../shared/ui/notices';
import { useMessages } from './messages/use-messages';

const EXPORT = graphql(`
  mutation ExportDeck($input: ExportDeckInput!) {
    exportDeck(input: $input) {
      export {
        url
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

export function ExportDeck({ id }: { id: string }) {
  const messages = useMessages();
  const isOnline = useIsOnline();
  const [{ fetching }, exportDeck] = useMutation(EXPORT);

  async function download(): Promise<void> {
    const { data, error } = await exportDeck({ input: { deckId: id } });
    const problem = describeWriteError(error, data?.exportDeck);
    if (problem) notify(problem);
    // The address is answered as an attachment, so the page stays.
    else if (data?.exportDeck?.export) location.assign(data.exportDeck.export.url);
  }

  return (
    <button
      type="button"
      className="button button-plain"
      disabled={fetching || !isOnline}
      onClick={() => void download()}
    >
      {messages.exportDeck}
    </button>
  );
}
