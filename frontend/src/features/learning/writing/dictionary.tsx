// The learner's own words, which are never called misspelled.
import { useMessages } from './messages/use-messages';

interface Props {
  words: readonly string[];
  setWords: (words: readonly string[]) => void;
}

export function Dictionary({ words, setWords }: Props) {
  const messages = useMessages();
  return (
    <details className="feedback-more">
      <summary>{messages.dictionary}</summary>
      <p className="feedback-note">{messages.dictionaryNote}</p>
      {words.length === 0 ? <p className="feedback-note">{messages.noWords}</p> : null}
      <ul className="dictionary">
        {words.map((word) => (
          <li key={word}>
            <bdi>{word}</bdi>
            <button
              type="button"
              className="button button-plain"
              aria-label={messages.removeWord({ word })}
              onClick={() => setWords(words.filter((each) => each !== word))}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
