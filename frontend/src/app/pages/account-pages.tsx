// Signing in, signing up, confirming, a new password; afterwards one is back where one was.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { AccountForm, useFields } from '../../features/users/account-forms';
import { useWords } from '../../features/users/messages/words';
import { saidOf } from '../../features/users/pool-words';
import { pool } from '../../shared/auth/session';
import { Rich } from '../../shared/i18n/rich';
import { useSession } from '../../shared/session-context';
import { say } from '../../shared/ui/notices';

export interface AccountSearch {
  /** Where to go afterwards. */
  to?: string | undefined;
  email?: string | undefined;
}

/** Return where to go afterwards: a path of this site, never another site's address. */
function safePath(to: string | undefined): string {
  return to && /^\/(?![/\\])/.test(to) ? to : '/';
}

/** Signed up on this page a moment ago: the password, so that the code is the last thing asked for. Never stored. */
const fresh = new Map<string, string>();

function useEntering(to: string | undefined) {
  const { config, become } = useSession();
  const navigate = useNavigate();
  return async (email: string, password: string) => {
    const cognito = await pool(config);
    try {
      become(await cognito.enter(email, password));
    } catch (error) {
      if (!(error instanceof cognito.Unconfirmed)) throw error;
      fresh.set(email, password);
      return navigate({ to: '/confirm', search: { to, email } });
    }
    return navigate({ href: safePath(to) });
  };
}

export function SignInPage() {
  const { to } = useSearch({ from: '/shell/sign-in' });
  const { config } = useSession();
  const words = useWords();
  const fields = useFields();
  const enter = useEntering(to);
  return (
    <AccountForm title={words.welcomeBack} action={words.signIn} fields={[fields.email, fields.password]} submit={({ email, password }) => enter(email, password)}>
      <p>
        <Rich text={words.newHere} parts={{ link: (text) => <Link to="/sign-up" search={{ to }}>{text}</Link> }} />
      </p>
      <p>
        <Link to="/forgotten" search={{ to }}>
          {words.forgot}
        </Link>
      </p>
      {config.demoAccounts.length > 0 ? (
        <div>
          {words.lookAround}
          <div className="account-demo">
            {config.demoAccounts.map(({ label, email, password }) => (
              <button key={email} type="button" className="button" onClick={() => void enter(email, password).catch((error: unknown) => say(saidOf(error)))}>
                {label}
              </button>
            ))}
          </div>
        </div>
      ) : null}
    </AccountForm>
  );
}

export function SignUpPage() {
  const { to } = useSearch({ from: '/shell/sign-up' });
  const { config } = useSession();
  const navigate = useNavigate();
  const words = useWords();
  const fields = useFields();
  return (
    <AccountForm
      title={words.join}
      action={words.makeAccount}
      fields={[fields.name, fields.email, fields.newPassword]}
      submit={async ({ email, password, name }) => {
        const needsCode = await (await pool(config)).join(email, password, name);
        if (needsCode) fresh.set(email, password);
        await navigate(needsCode ? { to: '/confirm', search: { to, email } } : { to: '/sign-in', search: { to } });
      }}
    >
      <p>
        <Rich text={words.haveAccount} parts={{ link: (text) => <Link to="/sign-in" search={{ to }}>{text}</Link> }} />
      </p>
    </AccountForm>
  );
}

export function ConfirmPage() {
  const { to, email } = useSearch({ from: '/shell/confirm' });
  const { config } = useSession();
  const navigate = useNavigate();
  const words = useWords();
  const fields = useFields();
  const enter = useEntering(to);

  async function confirm(address: string, code: string) {
    await (await pool(config)).confirm(address, code);
    const password = fresh.get(address);
    fresh.delete(address);
    say(password ? words.welcome : words.confirmed);
    await (password ? enter(address, password) : navigate({ to: '/sign-in', search: { to } }));
  }

  async function sendAgain(address: string) {
    try {
      await (await pool(config)).sendCodeAgain(address);
      say(words.sentAgain);
    } catch (error) {
      say(saidOf(error));
    }
  }

  return (
    <AccountForm
      title={words.confirmTitle}
      action={words.confirm}
      note={email ? words.confirmFirst : undefined}
      fields={[{ ...fields.email, begin: email ?? '' }, config.confirmationCode ? { ...fields.code, hint: words.codeHere({ code: config.confirmationCode }) } : fields.code]}
      submit={(values) => confirm(values.email, values.code)}
    >
      {email ? (
        <p>
          <button type="button" className="button" onClick={() => void sendAgain(email)}>
            {words.sendAgain}
          </button>
        </p>
      ) : null}
    </AccountForm>
  );
}

export function ForgottenPage() {
  const { to, email } = useSearch({ from: '/shell/forgotten' });
  const { config } = useSession();
  const navigate = useNavigate();
  const words = useWords();
  const fields = useFields();
  if (!email) {
    return (
      <AccountForm
        title={words.forgottenTitle}
        action={words.sendCode}
        fields={[fields.email]}
        submit={async (values) => {
          await (await pool(config)).forget(values.email);
          await navigate({ to: '/forgotten', search: { to, email: values.email } });
        }}
      />
    );
  }
  return (
    <AccountForm
      title={words.chooseNew}
      action={words.saveIt}
      fields={[fields.code, fields.newPassword]}
      submit={async ({ code, password }) => {
        await (await pool(config)).renew(email, code, password);
        say(words.saved);
        await navigate({ to: '/sign-in', search: { to } });
      }}
    />
  );
}
