// The field for an article's tags: each is finished by a comma, Enter or leaving the field, and can be removed.
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { TextInput } from '../../../shared/ui/text-field';
import { useMessages } from './messages/use-messages';
import { addTags, splitTyped } from './tags';
import './tag-field.css';

interface Props {
  tags: readonly string[];
  change: (tags: readonly string[]) => void;
}

export function TagField({ tags, change }: Props) {
  const messages = useMessages();
  const id = useId();
  const [typed, setTyped] = useState('');

  function finishTags(finished: string, rest: string) {
    const next = addTags(tags, finished);
    if (next !== tags) change(next);
    setTyped(rest);
  }

  // A page that closes tells no field that it has lost the focus.
  useEffect(() => {
    const finishTyped = () => finishTags(typed, '');
    addEventListener('pagehide', finishTyped);
    return () => removeEventListener('pagehide', finishTyped);
  });

  function type(text: string) {
    const { finished, rest } = splitTyped(text);
    finishTags(finished, rest);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault(); // do not submit the form around it
    finishTags(typed, '');
  }

  function removeTag(tag: string) {
    document.getElementById(id)?.focus(); // the button is removed, together with its focus
    change(tags.filter((each) => each !== tag));
  }

  return (
    <div className="field">
      <label htmlFor={id}>{messages.tags}</label>
      {tags.length > 0 ? (
        <ul className="tag-list">
          {tags.map((tag) => (
            <li key={tag}>
              <bdi>{tag}</bdi>
              <button
                type="button"
                className="button button-plain"
                aria-label={messages.removeTag({ tag })}
                onClick={() => removeTag(tag)}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <TextInput
        id={id}
        className="input"
        placeholder={messages.tagsPlaceholder}
        aria-describedby={`${id}-hint`}
        maxCharacters={40}
        value={typed}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => finishTags(typed, '')}
      />
      <small id={`${id}-hint`}>{messages.tagsHint}</small>
    </div>
  );
}
