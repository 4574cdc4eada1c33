// Fields for what people write: in the direction of their text, and limited in characters as the API counts them.
import { type ComponentProps, type RefObject, useEffect, useRef, useState } from 'react';
import { useMessages } from '../messages/use-messages';
import { countCharacters } from '../text';
import './text-field.css';

type LimitedProps<Field extends 'input' | 'textarea'> = Omit<ComponentProps<Field>, 'maxLength' | 'onInput' | 'ref'> & {
  maxCharacters: number;
  value?: string;
  defaultValue?: string | undefined;
};

/** The share of the limit from which the remaining characters are shown. */
const SHOWN_FROM = 0.9;

export function TextInput({ maxCharacters, ...attributes }: LimitedProps<'input'>) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(attributes.defaultValue ?? '');
  return (
    <>
      <input dir="auto" {...attributes} ref={field} onInput={(event) => setTyped(event.currentTarget.value)} />
      <CharacterCount field={field} text={attributes.value ?? typed} maximum={maxCharacters} />
    </>
  );
}

interface TextAreaProps extends LimitedProps<'textarea'> {
  ref?: RefObject<HTMLTextAreaElement | null> | undefined;
}

export function TextArea({ maxCharacters, ref, ...attributes }: TextAreaProps) {
  const ownRef = useRef<HTMLTextAreaElement>(null);
  const field = ref ?? ownRef;
  const [typed, setTyped] = useState(attributes.defaultValue ?? '');
  return (
    <>
      <textarea dir="auto" {...attributes} ref={field} onInput={(event) => setTyped(event.currentTarget.value)} />
      <CharacterCount field={field} text={attributes.value ?? typed} maximum={maxCharacters} />
    </>
  );
}

interface CountProps {
  field: RefObject<HTMLInputElement | HTMLTextAreaElement | null>;
  text: string;
  maximum: number;
}

/** Shows how many characters are left. Longer text is kept, but its form is not sent: cutting would lose words. */
function CharacterCount({ field, text, maximum }: CountProps) {
  const messages = useMessages();
  // No text has more characters than UTF-16 units, so most need no counting.
  const count = text.length > maximum * SHOWN_FROM ? countCharacters(text) : 0;
  const problem = count > maximum ? messages.tooLong({ maximum, count }) : '';
  useEffect(() => field.current?.setCustomValidity(problem), [field, problem]);
  if (count <= maximum * SHOWN_FROM) return null;
  return (
    <small role="status" className={problem ? 'character-count character-count-over' : 'character-count'}>
      {problem || messages.charactersLeft({ count: maximum - count })}
    </small>
  );
}
