// Switches the identity: guest, a demo account, or any account by its password.
import { type SyntheticEvent, useState } from 'react';
import type { Identity } from '../../../shared/auth/identity';
import { loadUserPool } from '../../../shared/auth/session';
import type { Config } from '../../../shared/config';
import { describePoolError } from '../users/pool-errors';
import { useMessages } from './messages/use-messages';

interface Props {
  config: Config;
  identity: Identity;
  onChange: (identity: Identity) => void;
}

const GUEST = 'guest';
const OTHER = 'other';

export function IdentitySwitch({ config, identity, onChange }: Props) {
  const messages = useMessages();
  const accounts = config.demoAccounts;
  const [isSigningIn, setSigningIn] = useState(false);
  const [errorMessage, setErrorMessage] = useState('');
  const [isBusy, setBusy] = useState(false);
  const value = identity.kind === 'guest' ? GUEST : identity.email;
  const isListed = accounts.some((account) => account.email === value);

  async function switchTo(change: () => Promise<Identity>) {
    setBusy(true);
    setErrorMessage('');
    try {
      onChange(await change());
      setSigningIn(false);
    } catch (error) {
      setErrorMessage(describePoolError(error));
    } finally {
      setBusy(false);
    }
  }

  async function signIn(email: string, password: string) {
    return (await loadUserPool(config)).signIn(email, password);
  }

  function choose(choice: string) {
    const account = accounts.find((each) => each.email === choice);
    if (choice === OTHER) setSigningIn(true);
    else
      void switchTo(async () =>
        account ? signIn(account.email, account.password) : (await loadUserPool(config)).signOut(),
      );
  }

  function submit(event: SyntheticEvent<HTMLFormElement, SubmitEvent>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void switchTo(() => signIn(readTextField(form, 'email'), readTextField(form, 'password')));
  }

  return (
    <div className="identity">
      <label>
        {messages.runAs}{' '}
        <select value={isSigningIn ? OTHER : value} disabled={isBusy} onChange={(event) => choose(event.target.value)}>
          <option value={GUEST}>{messages.guest}</option>
          {accounts.map((account) => (
            <option key={account.email} value={account.email}>
              {account.label}
            </option>
          ))}
          {value !== GUEST && !isListed ? <option value={value}>{value}</option> : null}
          <option value={OTHER}>{messages.anotherAccount}</option>
        </select>
      </label>
      {isSigningIn ? (
        <form onSubmit={submit}>
          <input
            name="email"
            type="email"
            required
            aria-label={messages.email}
            placeholder={messages.email}
            autoComplete="username"
          />
          <input
            name="password"
            type="password"
            required
            aria-label={messages.password}
            placeholder={messages.password}
            autoComplete="current-password"
          />
          <button type="submit" disabled={isBusy}>
            {messages.signIn}
          </button>
        </form>
      ) : null}
      {errorMessage ? (
        <p role="alert" className="identity-problem">
          {errorMessage}
        </p>
      ) : null}
    </div>
  );
}

function readTextField(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
