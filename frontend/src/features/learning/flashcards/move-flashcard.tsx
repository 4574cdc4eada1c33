// Moves a flashcard to another deck.
import { useState } from 'react';
import { useQuery } from 'urql';
import { notify } from '../../../shared/ui/notices';
import { DECK_NAMES } from './suggest-flashcards';
import { useMessages } from './messages/use-messages';

interface Props {
  deckId: string;
  /** Resolves to why it was refused, or null. */
  move: (deckId: string) => Promise<string | null>;
}

export function MoveFlashcard({ deckId, move }: Props) {
  const messages = useMessages();
  const [{ data }] = useQuery({ query: DECK_NAMES });
  const [isMoving, setMoving] = useState(false);
  const decks = data?.viewer?.decks?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];

  async function choose(to: string): Promise<void> {
    setMoving(true);
    const problem = await move(to);
    setMoving(false);
    notify(problem ?? messages.moved({ title: decks.find(({ id }) => id === to)?.title ?? '' }));
  }

  if (decks.length < 2) return null;
  return (
    <label className="field">
      {messages.moveTo}
      <select
        className="input"
        value={deckId}
        disabled={isMoving}
        onChange={(event) => void choose(event.target.value)}
      >
        {decks.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
