// Forms of the account: sign in, sign up, confirm the address, forgotten password.
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import './users.css';

interface Field {
  name: string;
  label: string;
  type?: 'text' | 'email' | 'password';
  hint?: string;
  autoComplete: string;
  begin?: string;
}

interface Props {
  title: string;
  action: string;
  fields: readonly Field[];
  /** Do it, or throw an error whose message is for people. */
  submit: (values: Record<string, string>) => Promise<void>;
  children?: ReactNode;
}

export function AccountForm({ title, action, fields, submit, children }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function send(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      await submit(Object.fromEntries(fields.map(({ name }) => [name, textOf(values, name)])));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <main className="account">
      <h1>{title}</h1>
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
          {isBusy ? 'One moment …' : action}
        </button>
      </form>
      <div className="account-ways">{children}</div>
    </main>
  );
}

function textOf(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === 'string' ? value : '';
}

export const EMAIL = { name: 'email', label: 'E-mail', type: 'email', autoComplete: 'username' } as const;
export const PASSWORD = { name: 'password', label: 'Password', type: 'password', autoComplete: 'current-password' } as const;
export const NEW_PASSWORD = { name: 'password', label: 'New password', type: 'password', autoComplete: 'new-password', hint: 'At least 8 characters, with upper and lower case and a digit.' } as const; // prettier-ignore
export const CODE = { name: 'code', label: 'Code', autoComplete: 'one-time-code', hint: 'From the e-mail we sent you.' } as const;
