// A form of the account: its fields, what it does, and why that was refused.
import { type ReactNode, type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { take } from '../../shared/ui/keep-focus';
import { useWords } from './messages/words';
import { saidOf } from './pool-words';
import './users.css';

interface Field {
  name: 'email' | 'password' | 'code' | 'name';
  label: string;
  type?: 'text' | 'email' | 'password';
  hint?: string;
  autoComplete: string;
  begin?: string;
}

type Values = Record<Field['name'], string>;

interface Props {
  title: string;
  action: string;
  fields: readonly Field[];
  /** Said above the fields. */
  note?: string | undefined;
  /** Do it, or throw the pool's refusal. */
  submit: (values: Values) => Promise<void>;
  children?: ReactNode;
}

export function AccountForm({ title, action, fields, note, submit, children }: Props) {
  const words = useWords();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(title);
  // The form may go on to its next step without another page.
  useEffect(() => {
    if (shown.current !== title && heading.current) take(heading.current);
    shown.current = title;
  }, [title]);

  async function send(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      await submit({ email: textOf(form, 'email'), password: textOf(form, 'password'), code: textOf(form, 'code'), name: textOf(form, 'name') });
    } catch (error) {
      setProblem(saidOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="account">
      <title>{`${title} · Waymark`}</title>
      <h1 ref={heading}>{title}</h1>
      {note ? <p role="status">{note}</p> : null}
      <form onSubmit={(event) => void send(event)}>
        {fields.map(({ name, label, type = 'text', hint, autoComplete, begin }) => (
          <label key={name} className="field">
            {label}
            <input className="input" name={name} type={type} required autoComplete={autoComplete} defaultValue={begin} />
            {hint ? <small>{hint}</small> : null}
          </label>
        ))}
        {problem ? (
          <p className="problem" role="alert">
            {problem}
          </p>
        ) : null}
        <button type="submit" className="button button-main" disabled={isBusy}>
          {isBusy ? words.oneMoment : action}
        </button>
      </form>
      <div className="account-ways">{children}</div>
    </div>
  );
}

function textOf(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === 'string' ? value : '';
}

/** The fields that the forms share, in the reader's language. */
export function useFields() {
  const words = useWords();
  return {
    name: { name: 'name', label: words.yourName, autoComplete: 'name', hint: words.nameRule },
    email: { name: 'email', label: words.email, type: 'email', autoComplete: 'username' },
    password: { name: 'password', label: words.password, type: 'password', autoComplete: 'current-password' },
    newPassword: { name: 'password', label: words.newPassword, type: 'password', autoComplete: 'new-password', hint: words.passwordRule },
    code: { name: 'code', label: words.code, autoComplete: 'one-time-code', hint: words.codeFrom },
  } as const satisfies Record<string, Field>;
}
