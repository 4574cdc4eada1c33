// Sign-in, sign-up, confirmation and password reset; afterwards people return to where they were.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { AccountForm, useAccountFields } from '../../features/platform/users/account-forms';
import { useMessages } from '../../features/platform/users/messages/use-messages';
import { describeAppCodeError, describePoolError } from '../../features/platform/users/pool-errors';
import { loadUserPool } from '../../shared/auth/session';
import { RichMessage } from '../../shared/i18n/rich';
import { useSession } from '../../shared/session-context';
import { notify } from '../../shared/ui/notices';

export interface AccountSearch {
  /** The address to return to. */
  to?: string | undefined;
  email?: string | undefined;
}

/** Return the address to go to afterwards: always a path of this site. */
function getSafePath(to: string | undefined): string {
  return to && /^\/(?![/\\])/.test(to) ? to : '/';
}

/** Passwords entered on this page, so that people need not sign in again after entering the code. Never stored. */
const pendingPasswords = new Map<string, string>();

function useSignIn(to: string | undefined, askForCode: () => void) {
  const { config, setIdentity } = useSession();
  const navigate = useNavigate();
  return async (email: string, password: string) => {
    const cognito = await loadUserPool(config);
    try {
      setIdentity(await cognito.signIn(email, password));
    } catch (error) {
      if (error instanceof cognito.CodeRequired) {
        askForCode();
        return;
      }
      if (!(error instanceof cognito.UserNotConfirmed)) throw error;
      pendingPasswords.set(email, password);
      return navigate({ to: '/confirm', search: { to, email } });
    }
    return navigate({ href: getSafePath(to) });
  };
}

export function SignInPage() {
  const { to } = useSearch({ from: '/shell/sign-in' });
  const { config } = useSession();
  const messages = useMessages();
  const fields = useAccountFields();
  const [isCodeRequired, setCodeRequired] = useState(false);
  const signIn = useSignIn(to, () => setCodeRequired(true));
  if (isCodeRequired) return <SignInCode to={to} />;
  return (
    <AccountForm
      title={messages.welcomeBack}
      action={messages.signIn}
      fields={[fields.email, fields.password]}
      submit={({ email, password }) => signIn(email, password)}
    >
      <p>
        <RichMessage
          text={messages.newHere}
          parts={{
            link: (text) => (
              <Link to="/sign-up" search={{ to }}>
                {text}
              </Link>
            ),
          }}
        />
      </p>
      <p>
        <Link to="/forgotten" search={{ to }}>
          {messages.forgotPassword}
        </Link>
      </p>
      {config.demoAccounts.length > 0 ? (
        <div>
          {messages.tryDemo}
          <div className="account-demo">
            {config.demoAccounts.map(({ label, email, password }) => (
              <button
                key={email}
                type="button"
                className="button"
                onClick={() => void signIn(email, password).catch((error: unknown) => notify(describePoolError(error)))}
              >
                {label}
              </button>
            ))}
          </div>
        </div>
      ) : null}
    </AccountForm>
  );
}

/** The second step of people who chose codes. */
function SignInCode({ to }: { to: string | undefined }) {
  const { config, setIdentity } = useSession();
  const navigate = useNavigate();
  const messages = useMessages();
  const fields = useAccountFields();
  return (
    <AccountForm
      title={messages.enterAppCode}
      action={messages.signIn}
      fields={[fields.appCode]}
      describeError={describeAppCodeError}
      submit={async ({ code }) => {
        setIdentity(await (await loadUserPool(config)).confirmSignIn(code.replace(/\s/g, '')));
        await navigate({ href: getSafePath(to) });
      }}
    >
      <p>{messages.lostApp}</p>
    </AccountForm>
  );
}

export function SignUpPage() {
  const { to } = useSearch({ from: '/shell/sign-up' });
  const { config } = useSession();
  const navigate = useNavigate();
  const messages = useMessages();
  const fields = useAccountFields();
  return (
    <AccountForm
      title={messages.joinWaymark}
      action={messages.createAccount}
      fields={[fields.name, fields.email, fields.newPassword]}
      submit={async ({ email, password, name }) => {
        const needsCode = await (await loadUserPool(config)).signUp(email, password, name);
        if (needsCode) pendingPasswords.set(email, password);
        await navigate(needsCode ? { to: '/confirm', search: { to, email } } : { to: '/sign-in', search: { to } });
      }}
    >
      <p>
        <RichMessage
          text={messages.haveAccount}
          parts={{
            link: (text) => (
              <Link to="/sign-in" search={{ to }}>
                {text}
              </Link>
            ),
          }}
        />
      </p>
    </AccountForm>
  );
}

export function ConfirmPage() {
  const { to, email } = useSearch({ from: '/shell/confirm' });
  const { config } = useSession();
  const navigate = useNavigate();
  const messages = useMessages();
  const fields = useAccountFields();
  const signIn = useSignIn(to, () => void navigate({ to: '/sign-in', search: { to } }));

  async function confirmAddress(address: string, code: string) {
    await (await loadUserPool(config)).confirmAddress(address, code);
    const password = pendingPasswords.get(address);
    pendingPasswords.delete(address);
    notify(password ? messages.welcome : messages.confirmed);
    await (password ? signIn(address, password) : navigate({ to: '/sign-in', search: { to } }));
  }

  async function resendCode(address: string) {
    try {
      await (await loadUserPool(config)).resendConfirmationCode(address);
      notify(messages.codeResent);
    } catch (error) {
      notify(describePoolError(error));
    }
  }

  return (
    <AccountForm
      title={messages.checkEmail}
      action={messages.confirm}
      note={email ? messages.enterCode({ email }) : undefined}
      fields={[
        { ...fields.email, initialValue: email ?? '' },
        config.confirmationCode
          ? { ...fields.code, hint: messages.codeHere({ code: config.confirmationCode }) }
          : fields.code,
      ]}
      submit={(values) => confirmAddress(values.email, values.code)}
    >
      {email ? (
        <p>
          <button type="button" className="button" onClick={() => void resendCode(email)}>
            {messages.resendCode}
          </button>
        </p>
      ) : null}
    </AccountForm>
  );
}

export function ResetPasswordPage() {
  const { to, email } = useSearch({ from: '/shell/forgotten' });
  const { config } = useSession();
  const navigate = useNavigate();
  const messages = useMessages();
  const fields = useAccountFields();
  if (!email) {
    return (
      <AccountForm
        title={messages.resetPassword}
        action={messages.sendCode}
        fields={[fields.email]}
        submit={async (values) => {
          await (await loadUserPool(config)).requestPasswordReset(values.email);
          await navigate({ to: '/forgotten', search: { to, email: values.email } });
        }}
      />
    );
  }
  return (
    <AccountForm
      title={messages.chooseNewPassword}
      action={messages.savePassword}
      fields={[fields.code, fields.newPassword]}
      submit={async ({ code, password }) => {
        await (await loadUserPool(config)).confirmPasswordReset(email, code, password);
        notify(messages.passwordSaved);
        await navigate({ to: '/sign-in', search: { to } });
      }}
    />
  );
}
