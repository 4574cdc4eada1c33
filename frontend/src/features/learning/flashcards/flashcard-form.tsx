// The two sides of a flashcard, to write or to change.
import { type SyntheticEvent, useId, useState } from 'react';
import { TextArea } from '../../../shared/ui/text-field';
import { useMessages } from './messages/use-messages';

const SIDE_LENGTH = 1000;

export interface Sides {
  front: string;
  back: string;
}

interface Props {
  initial?: Sides;
  action: string;
  /** Send the sides; resolves to the error, or null. */
  send: (sides: Sides) => Promise<string | null>;
  cancel?: () => void;
}

export function FlashcardForm({ initial = { front: '', back: '' }, action, send, cancel }: Props) {
  const messages = useMessages();
  const id = useId();
  const [sides, setSides] = useState(initial);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    const refusedBecause = await send(sides);
    setProblem(refusedBecause);
    if (refusedBecause === null) setSides(initial);
  }

  return (
    <form className="flashcard-form" onSubmit={(event) => void submit(event)}>
      {(['front', 'back'] as const).map((side) => (
        <label key={side} htmlFor={`${id}-${side}`}>
          {messages[side]}
          <TextArea
            id={`${id}-${side}`}
            className="input"
            rows={2}
            required
            maxCharacters={SIDE_LENGTH}
            value={sides[side]}
            onChange={(event) => setSides({ ...sides, [side]: event.target.value })}
          />
        </label>
      ))}
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      <p className="flashcard-actions">
        <button type="submit" className="button button-main">
          {action}
        </button>
        {cancel ? (
          <button type="button" className="button button-plain" onClick={cancel}>
            {messages.cancel}
          </button>
        ) : null}
      </p>
    </form>
  );
}
