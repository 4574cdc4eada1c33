// A suggested flashcard: what it asks, what its word may mean, and whether it is kept.
import { useId, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { notify } from '../../../shared/ui/notices';
import { FlashcardPhoto } from './flashcard-photo';
import { EDIT_FLASHCARD } from './flashcard-row';
import { useMessages } from './messages/use-messages';

export const SuggestionFields = graphql(`
  fragment SuggestionFields on Flashcard {
    id
    front
    back
    photoId
    senses
    version
  }
`);

interface Props {
  suggestion: FragmentOf<typeof SuggestionFields>;
  isBusy: boolean;
  keep: () => void;
  refuse: () => void;
}

export function Suggestion({ suggestion, isBusy, keep, refuse }: Props) {
  const messages = useMessages();
  const { id, front, back, photoId, senses, version } = readFragment(SuggestionFields, suggestion);
  const [{ fetching }, edit] = useMutation(EDIT_FLASHCARD);
  const [choice, setChoice] = useState<string | null>(null); // shown at once
  const isWaiting = isBusy || fetching;

  async function choose(sense: string): Promise<void> {
    setChoice(sense);
    const { data, error } = await edit({ input: { id, expectedVersion: version, back: sense } });
    const problem = describeWriteError(error, data?.editFlashcard);
    if (problem) notify(problem);
    setChoice(null);
  }

  return (
    <li className="flashcard">
      {photoId ? <FlashcardPhoto id={photoId} answer={back} /> : null}
      <p className="flashcard-front" dir="auto">
        {front}
      </p>
      {senses.length > 1 && senses.includes(back) ? (
        <Senses senses={senses} chosen={choice ?? back} isBusy={isWaiting} choose={(sense) => void choose(sense)} />
      ) : (
        <p className="flashcard-back" dir="auto">
          {back}
        </p>
      )}
      {senses.length > 0 ? (
        <p className="flashcard-note">
          <a href="https://en-word.net" rel="license noopener">
            {messages.sensesSource}
          </a>
        </p>
      ) : null}
      <p className="flashcard-actions">
        <button type="button" className="button" disabled={isWaiting} onClick={keep}>
          {messages.keep}
        </button>
        <button type="button" className="button button-plain" disabled={isWaiting} onClick={refuse}>
          {messages.refuse}
        </button>
      </p>
    </li>
  );
}

interface SensesProps {
  senses: readonly string[];
  chosen: string;
  isBusy: boolean;
  choose: (sense: string) => void;
}

function Senses({ senses, chosen, isBusy, choose }: SensesProps) {
  const messages = useMessages();
  const name = useId();
  return (
    <fieldset className="senses" aria-busy={isBusy}>
      <legend>{messages.whichSense}</legend>
      {senses.map((sense) => (
        <label key={sense}>
          <input
            type="radio"
            name={name}
            checked={sense === chosen}
            onChange={() => (isBusy ? undefined : choose(sense))}
          />
          <span lang="en" dir="auto">
            {sense}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
