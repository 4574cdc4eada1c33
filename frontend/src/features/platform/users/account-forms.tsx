// A form for sign-in, sign-up, confirmation and password reset.
import { type ReactNode, type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { focusElement } from '../../../shared/ui/preserve-focus';
import { useMessages } from './messages/use-messages';
import { describePoolError } from './pool-errors';
import './users.css';

interface Field {
  name: 'email' | 'password' | 'code' | 'name';
  label: string;
  type?: 'text' | 'email' | 'password';
  hint?: string;
  autoComplete: string;
  initialValue?: string;
}

type Values = Record<Field['name'], string>;

interface Props {
  title: string;
  action: string;
  fields: readonly Field[];
  /** Shown above the fields. */
  note?: string | undefined;
  /** Submit, or throw the user pool's error. */
  submit: (values: Values) => Promise<void>;
  describeError?: (error: unknown) => string;
  children?: ReactNode;
}

export function AccountForm({
  title,
  action,
  fields,
  note,
  submit,
  describeError = describePoolError,
  children,
}: Props) {
  const messages = useMessages();
  const [errorMessage, setErrorMessage] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(title);
  // The form can move to its next step on the same page.
  useEffect(() => {
    if (shown.current !== title && heading.current) focusElement(heading.current);
    shown.current = title;
  }, [title]);

  async function handleSubmit(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setErrorMessage(null);
    try {
      await submit({
        email: readTextField(form, 'email'),
        password: readTextField(form, 'password'),
        code: readTextField(form, 'code'),
        name: readTextField(form, 'name'),
      });
    } catch (error) {
      setErrorMessage(describeError(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="account">
      <title>{`${title} · Waymark`}</title>
      <h1 ref={heading}>{title}</h1>
      {note ? <p role="status">{note}</p> : null}
      <form onSubmit={(event) => void handleSubmit(event)}>
        {fields.map(({ name, label, type = 'text', hint, autoComplete, initialValue }) => (
          <label key={name} className="field">
            {label}
            <input
              className="input"
              name={name}
              type={type}
              required
              autoComplete={autoComplete}
              defaultValue={initialValue}
            />
            {hint ? <small>{hint}</small> : null}
          </label>
        ))}
        {errorMessage ? (
          <p className="problem" role="alert">
            {errorMessage}
          </p>
        ) : null}
        <button type="submit" className="button button-main" disabled={isBusy}>
          {isBusy ? messages.oneMoment : action}
        </button>
      </form>
      <div className="account-ways">{children}</div>
    </div>
  );
}

function readTextField(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === 'string' ? value : '';
}

/** Return the fields that the forms share. */
export function useAccountFields() {
  const messages = useMessages();
  return {
    name: { name: 'name', label: messages.yourName, autoComplete: 'name', hint: messages.nameRule },
    email: { name: 'email', label: messages.email, type: 'email', autoComplete: 'username' },
    password: { name: 'password', label: messages.password, type: 'password', autoComplete: 'current-password' },
    newPassword: {
      name: 'password',
      label: messages.newPassword,
      type: 'password',
      autoComplete: 'new-password',
      hint: messages.passwordRule,
    },
    code: { name: 'code', label: messages.code, autoComplete: 'one-time-code', hint: messages.codeHint },
    appCode: { name: 'code', label: messages.code, autoComplete: 'one-time-code', hint: messages.appCodeHint },
  } as const satisfies Record<string, Field>;
}
