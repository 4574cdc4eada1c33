// The form for comments and replies. It empties at once; text that was refused comes back.
import { type SyntheticEvent, useState } from 'react';
import { storeUnsentText, readUnsentText } from '../../../shared/offline/unsent-text';
import { useMessages } from './messages/use-messages';
import { TextArea } from '../../../shared/ui/text-field';

interface Props {
  /** The key under which unsent text survives a reload. */
  storageKey: string;
  label: string;
  action: string;
  initialBody?: string;
  problem?: string | null;
  /** Send the text; resolves to the error, or null. */
  send: (body: string) => Promise<string | null>;
  cancel?: () => void;
  isFocused?: boolean;
}

export function CommentForm({
  storageKey,
  label,
  action,
  initialBody: initialBody = '',
  problem: known = null,
  send,
  cancel,
  isFocused = false,
}: Props) {
  const messages = useMessages();
  const [body, setBody] = useState(() => readUnsentText(storageKey) || initialBody);
  const [problem, setProblem] = useState(known);

  function setText(next: string) {
    setBody(next);
    storeUnsentText(storageKey, next);
  }

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    const text = body.trim();
    if (!text) return;
    setText('');
    setProblem(null);
    const refusedBecause = await send(text);
    if (refusedBecause === null) return;
    setProblem(refusedBecause);
    setBody((since) => since || text);
    storeUnsentText(storageKey, readUnsentText(storageKey) || text);
  }

  return (
    <form className="comment-form" onSubmit={(event) => void submit(event)}>
      <TextArea
        className="input"
        rows={3}
        maxCharacters={5000}
        required
        // The reader opened this field, so moving the focus into it is expected.
        autoFocus={isFocused}
        aria-label={label}
        placeholder={`${label} …`}
        value={body}
        onChange={(event) => setText(event.target.value)}
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
              storeUnsentText(storageKey, '');
              cancel();
            }}
          >
            {messages.cancel}
          </button>
        ) : null}
      </p>
    </form>
  );
}
