// Asks for flashcards from an article: into which deck, which then shows what is suggested.
import { useNavigate } from '@tanstack/react-router';
import { useId, useRef, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { notify } from '../../../shared/ui/notices';
import { Loading } from '../../../shared/ui/state';
import { NewDeck } from './decks';
import { useMessages } from './messages/use-messages';
import '../../../shared/ui/confirm-button.css';
import './flashcards.css';

export const DECK_NAMES = graphql(`
  query DeckNames {
    viewer {
      user {
        id
      }
      decks(first: 100) {
        edges {
          node {
            id
            title
          }
        }
      }
    }
  }
`);
const SUGGEST = graphql(`
  mutation SuggestFlashcards($input: SuggestFlashcardsInput!) {
    suggestFlashcards(input: $input) {
      flashcards {
        id
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

export function SuggestFlashcards({ subjectId }: { subjectId: string }) {
  const messages = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const id = useId();

  function open() {
    setOpen(true);
    dialog.current?.showModal();
  }

  return (
    <>
      <button type="button" className="button" aria-haspopup="dialog" onClick={open}>
        {messages.suggest}
      </button>
      <dialog ref={dialog} className="confirm deck-choice" aria-labelledby={id} onClose={() => setOpen(false)}>
        <h2 id={id}>{messages.chooseDeck}</h2>
        {isOpen ? <DeckChoice subjectId={subjectId} /> : null}
        <p className="confirm-acts">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {messages.cancel}
          </button>
        </p>
      </dialog>
    </>
  );
}

function DeckChoice({ subjectId }: { subjectId: string }) {
  const messages = useMessages();
  const navigate = useNavigate();
  const [{ data }] = useQuery({ query: DECK_NAMES });
  const [{ fetching }, suggest] = useMutation(SUGGEST);
  const [problem, setProblem] = useState<string | null>(null);
  const decks = data?.viewer?.decks?.edges.flatMap(({ node }) => (node ? [node] : []));

  async function choose(deckId: string): Promise<void> {
    const { data: answer, error } = await suggest({ input: { subjectId, deckId } });
    const refusedBecause = describeWriteError(error, answer?.suggestFlashcards);
    setProblem(refusedBecause);
    if (refusedBecause !== null) return;
    if (answer?.suggestFlashcards?.flashcards?.length)
      await navigate({ to: '/learn/decks/$deckId', params: { deckId } });
    else notify(messages.nothingSuggested);
  }

  if (!decks) return <Loading what={messages.loading} />;
  return (
    <>
      <ul className="decks">
        {decks.map(({ id, title }) => (
          <li key={id}>
            <button type="button" className="button" disabled={fetching} onClick={() => void choose(id)}>
              <bdi>{title}</bdi>
            </button>
          </li>
        ))}
      </ul>
      <NewDeck />
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
    </>
  );
}
