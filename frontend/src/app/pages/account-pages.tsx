// Signing in, signing up, confirming, a new password; afterwards one is back where one was.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { AccountForm, CODE, EMAIL, NEW_PASSWORD, PASSWORD } from '../../features/users/account-forms';
import { pool } from '../../shared/auth/session';
import { useSession } from '../../shared/session-context';
import { say } from '../../shared/ui/notices';

export interface AccountSearch {
  /** Where to go afterwards. */
  to?: string | undefined;
  email?: string | undefined;
}

/** Return where to go afterwards: a path of this site, never another site's address. */
export function safePath(to: string | undefined): string {
  return to && /^\/(?![/\\])/.test(to) ? to : '/';
}

function useEntering(to: string | undefined) {
  const { config, become } = useSession();
  const navigate = useNavigate();
  return async (email: string, password: string) => {
    const cognito = await pool(config);
    try {
      become(await cognito.enter(email, password));
    } catch (error) {
      if (!(error instanceof cognito.Unconfirmed)) throw error;
      return navigate({ to: '/confirm', search: { to, email } });
    }
    return navigate({ to: safePath(to) });
  };
}

export function SignInPage() {
  const { to } = useSearch({ from: '/shell/sign-in' });
  const { config } = useSession();
  const enter = useEntering(to);
  return (
    <AccountForm
      title="Welcome back"
      action="Sign in"
      fields={[EMAIL, PASSWORD]}
      submit={({ email = '', password = '' }) => enter(email, password)}
    >
      <p>
        New here?{' '}
        <Link to="/sign-up" search={{ to }}>
          Make an account
        </Link>
      </p>
      <p>
        <Link to="/forgotten" search={{ to }}>
          Forgotten the password?
        </Link>
      </p>
      {config.demoAccounts.length > 0 ? (
        <div>
          Or look around as
          <div className="account-demo">
            {config.demoAccounts.map(({ label, email, password }) => (
              <button key={email} type="button" className="button" onClick={() => void enter(email, password).catch((error: unknown) => say(String(error)))}>
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
  return (
    <AccountForm
      title="Join Waymark"
      action="Make the account"
      fields={[{ name: 'name', label: 'Your name', autoComplete: 'name' }, EMAIL, NEW_PASSWORD]}
      submit={async ({ email = '', password = '', name = '' }) => {
        const needsCode = await (await pool(config)).join(email, password, name);
        await navigate(needsCode ? { to: '/confirm', search: { to, email } } : { to: '/sign-in', search: { to } });
      }}
    >
      <p>
        Have an account?{' '}
        <Link to="/sign-in" search={{ to }}>
          Sign in
        </Link>
      </p>
    </AccountForm>
  );
}

export function ConfirmPage() {
  const { to, email } = useSearch({ from: '/shell/confirm' });
  const { config } = useSession();
  const navigate = useNavigate();
  return (
    <AccountForm
      title="Confirm your address"
      action="Confirm"
      fields={[{ ...EMAIL, begin: email ?? '' }, CODE]}
      submit={async (values) => {
        await (await pool(config)).confirm(values.email ?? '', values.code ?? '');
        say('Your address is confirmed. Sign in now.');
        await navigate({ to: '/sign-in', search: { to } });
      }}
    >
      {email ? (
        <p>
          <button type="button" className="button" onClick={() => void pool(config).then((cognito) => cognito.sendCodeAgain(email)).then(() => say('A new code is on its way.'))}>
            Send the code again
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
  if (!email) {
    return (
      <AccountForm
        title="Forgotten password"
        action="Send me a code"
        fields={[EMAIL]}
        submit={async (values) => {
          await (await pool(config)).forget(values.email ?? '');
          await navigate({ to: '/forgotten', search: { to, email: values.email } });
        }}
      />
    );
  }
  return (
    <AccountForm
      title="Choose a new password"
      action="Save it"
      fields={[CODE, NEW_PASSWORD]}
      submit={async ({ code = '', password = '' }) => {
        await (await pool(config)).renew(email, code, password);
        say('The new password is saved. Sign in with it.');
        await navigate({ to: '/sign-in', search: { to } });
      }}
    />
  );
}
