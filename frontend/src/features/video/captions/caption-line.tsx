// One line of captions in its owner's editor: when it is shown, and what it says.
import { memo } from 'react';
import { TextArea } from '../../../shared/ui/text-field';
import type { Line, LineChange } from './editor-lines';
import { useMessages } from './messages/use-messages';

const MAX_TEXT = 500;

interface Props {
  line: Line;
  number: number;
  change: (change: LineChange) => void;
  /** Show the moment of the video at which the line appears. */
  goTo: (time: string) => void;
}

export const CaptionLine = memo(function CaptionLine({ line, number, change, goTo }: Props) {
  const messages = useMessages();
  const edit = (field: 'start' | 'end' | 'text') => (event: { target: { value: string } }) =>
    change({ kind: 'edit', key: line.key, change: { [field]: event.target.value } });
  return (
    <li className="caption-line">
      <input
        className="input"
        aria-label={messages.lineStart({ number })}
        value={line.start}
        onChange={edit('start')}
      />
      <input className="input" aria-label={messages.lineEnd({ number })} value={line.end} onChange={edit('end')} />
      <TextArea
        className="input"
        rows={2}
        required
        maxCharacters={MAX_TEXT}
        aria-label={messages.lineText({ number })}
        value={line.text}
        onChange={edit('text')}
      />
      <button
        type="button"
        className="button"
        aria-label={messages.playLine({ number })}
        onClick={() => goTo(line.start)}
      >
        ▷
      </button>
      <button
        type="button"
        className="button"
        aria-label={messages.removeLine({ number })}
        onClick={() => change({ kind: 'remove', key: line.key })}
      >
        ×
      </button>
    </li>
  );
});
