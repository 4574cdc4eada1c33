// The viewer's decks, and the form for a new one.
import { Link } from '@tanstack/react-router';
import { type SyntheticEvent, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { useIdempotencyKey } from '../../../shared/graphql/idempotency-key';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { TextInput } from '../../../shared/ui/text-field';
import { useMessages } from './messages/use-messages';

const TITLE_LENGTH = 100;

export const DeckFields = graphql(`
  fragment DeckFields on Deck {
    id
    title
    flashcardCount
  }
`);
const CREATE = graphql(`
  mutation CreateDeck($input: CreateDeckInput!) {
    createDeck(input: $input) {
      deck {
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

export function DeckList({ decks }: { decks: readonly FragmentOf<typeof DeckFields>[] }) {
  const messages = useMessages();
  return (
    <ul className="decks">
      {readFragment(DeckFields, decks).map(({ id, title, flashcardCount }) => (
        <li key={id}>
          <Link to="/learn/decks/$deckId" params={{ deckId: id }} dir="auto">
            {title}
          </Link>
          <small>{messages.deckSize({ count: flashcardCount })}</small>
        </li>
      ))}
    </ul>
  );
}

export function NewDeck() {
  const messages = useMessages();
  const [, create] = useMutation(CREATE);
  const idempotencyKey = useIdempotencyKey();
  const [title, setTitle] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    const input = { title };
    const { data, error } = await create({ input: { ...input, idempotencyKey: idempotencyKey.keyFor(input) } });
    const refusedBecause = describeWriteError(error, data?.createDeck);
    setProblem(refusedBecause);
    if (refusedBecause !== null) return;
    idempotencyKey.reset();
    setTitle('');
  }

  return (
    <form className="new-deck" onSubmit={(event) => void submit(event)}>
      <TextInput
        className="input"
        required
        maxCharacters={TITLE_LENGTH}
        aria-label={messages.newDeck}
        placeholder={messages.newDeck}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <button type="submit" className="button">
        {messages.makeDeck}
      </button>
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
    </form>
  );
}
