// A field for words and what may be done with them; it empties at once, and what was refused comes back into it.
import { type SyntheticEvent, useState } from 'react';
import { keepWords, keptWords } from '../../shared/offline/kept-words';
import { useWords } from './messages/words';

interface Props {
  /** Where these words belong: under this name they outlast a reload. */
  place: string;
  label: string;
  action: string;
  begin?: string;
  problem?: string | null;
  /** Say it; the answer is why it was refused, or null. */
  send: (body: string) => Promise<string | null>;
  cancel?: () => void;
  isFocused?: boolean;
}

export function Writing({ place, label, action, begin = '', problem: known = null, send, cancel, isFocused = false }: Props) {
  const words = useWords();
  const [body, setBody] = useState(() => keptWords(place) || begin);
  const [problem, setProblem] = useState(known);

  function change(next: string) {
    setBody(next);
    keepWords(place, next);
  }

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    const said = body.trim();
    if (!said) return;
    change('');
    setProblem(null);
    const refusal = await send(said);
    if (refusal === null) return;
    setProblem(refusal);
    setBody((since) => since || said);
    keepWords(place, keptWords(place) || said);
  }

  return (
    <form className="comment-form" onSubmit={(event) => void submit(event)}>
      <textarea
        className="input"
        rows={3}
        maxLength={5000}
        required
        // The reader asked for this field: it stands where the button was that opened it.
        autoFocus={isFocused}
        aria-label={label}
        placeholder={`${label} …`}
        value={body}
        onChange={(event) => change(event.target.value)}
      />
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      <p>
        <button type="submit" className="button button-main" aria-disabled={body.trim() === ''}>
          {action}
        </button>
        {cancel ? (
          <button
            type="button"
            className="button button-plain"
            onClick={() => {
              keepWords(place, '');
              cancel();
            }}
          >
            {words.cancel}
          </button>
        ) : null}
      </p>
    </form>
  );
}
