// The switch of identity: a guest, one of the demo accounts, or any account by its password.
import { type SyntheticEvent, useState } from 'react';
import { type Identity, pool } from '../../shared/auth/session';
import type { Config } from '../../shared/config';
import { saidOf } from '../users/pool-words';
import { useWords } from './messages/words';

interface Props {
  config: Config;
  identity: Identity;
  onChange: (identity: Identity) => void;
}

const GUEST = 'guest';
const OTHER = 'other';

export function IdentitySwitch({ config, identity, onChange }: Props) {
  const words = useWords();
  const accounts = config.demoAccounts;
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const value = identity.kind === 'guest' ? GUEST : identity.email;
  const isListed = accounts.some((account) => account.email === value);

  async function become(change: () => Promise<Identity>) {
    setBusy(true);
    setProblem('');
    try {
      onChange(await change());
      setAsked(false);
    } catch (error) {
      setProblem(saidOf(error));
    } finally {
      setBusy(false);
    }
  }

  async function enter(email: string, password: string) {
    return (await pool(config)).enter(email, password);
  }

  function choose(choice: string) {
    const account = accounts.find((each) => each.email === choice);
    if (choice === OTHER) setAsked(true);
    else void become(async () => (account ? enter(account.email, account.password) : (await pool(config)).leave()));
  }

  function submit(event: SyntheticEvent<HTMLFormElement, SubmitEvent>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void become(() => enter(textOf(form, 'email'), textOf(form, 'password')));
  }

  return (
    <div className="identity">
      <label>
        {words.askingAs}{' '}
        <select value={asked ? OTHER : value} disabled={isBusy} onChange={(event) => choose(event.target.value)}>
          <option value={GUEST}>{words.guest}</option>
          {accounts.map((account) => (
            <option key={account.email} value={account.email}>
              {account.label}
            </option>
          ))}
          {value !== GUEST && !isListed ? <option value={value}>{value}</option> : null}
          <option value={OTHER}>{words.another}</option>
        </select>
      </label>
      {asked ? (
        <form onSubmit={submit}>
          <input name="email" type="email" required aria-label={words.email} placeholder={words.email} autoComplete="username" />
          <input
            name="password"
            type="password"
            required
            aria-label={words.password}
            placeholder={words.password}
            autoComplete="current-password"
          />
          <button type="submit" disabled={isBusy}>
            {words.signIn}
          </button>
        </form>
      ) : null}
      {problem ? (
        <p role="alert" className="identity-problem">
          {problem}
        </p>
      ) : null}
    </div>
  );
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
