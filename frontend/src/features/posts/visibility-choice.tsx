// Who may read an article.
import type { Words } from './draft-saver';
import { useWords } from './messages/words';

const CHOICES = ['PUBLIC', 'FOLLOWERS', 'PRIVATE'] as const;

interface Props {
  value: Words['visibility'];
  change: (visibility: Words['visibility']) => void;
}

export function VisibilityChoice({ value, change }: Props) {
  const words = useWords();
  return (
    <label className="field">
      {words.whoMayRead}
      <select className="input" value={value} onChange={(event) => change(event.target.value as Words['visibility'])}>
        {CHOICES.map((choice) => (
          <option key={choice} value={choice}>
            {words[choice]}
          </option>
        ))}
      </select>
    </label>
  );
}
