// The choice of an article's visibility.
import type { DraftContent } from './draft-saver';
import { useMessages } from './messages/use-messages';

const CHOICES = ['PUBLIC', 'FOLLOWERS', 'PRIVATE'] as const;

interface Props {
  value: DraftContent['visibility'];
  change: (visibility: DraftContent['visibility']) => void;
}

export function VisibilityChoice({ value, change }: Props) {
  const messages = useMessages();
  return (
    <label className="field">
      {messages.visibility}
      <select
        className="input"
        value={value}
        onChange={(event) => change(event.target.value as DraftContent['visibility'])}
      >
        {CHOICES.map((choice) => (
          <option key={choice} value={choice}>
            {messages[choice]}
          </option>
        ))}
      </select>
    </label>
  );
}
