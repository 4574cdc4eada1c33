// Whether signing in asks for a code of an authenticator app: set up, verified, turned off.
import { type SyntheticEvent, useEffect, useState } from 'react';
import { loadUserPool } from '../../../shared/auth/session';
import { RichMessage } from '../../../shared/i18n/rich';
import { useSession } from '../../../shared/session-context';
import { ConfirmButton } from '../../../shared/ui/confirm-button';
import { notify } from '../../../shared/ui/notices';
import { Loading } from '../../../shared/ui/state';
import { describeAppCodeError, describePoolError } from '../users/pool-errors';
import { useMessages } from './messages/use-messages';

interface Setup {
  secret: string;
  link: string;
  /** The link as an image, in SVG. */
  qrCode: string;
}

type State = { kind: 'loading' } | { kind: 'off' } | { kind: 'on' } | ({ kind: 'setup' } & Setup);

export function SignInCodes() {
  const messages = useMessages();
  const { config, identity } = useSession();
  const [state, setState] = useState<State>({ kind: 'loading' });
  const [errorMessage, setErrorMessage] = useState<string | null>(null);

  useEffect(() => {
    loadUserPool(config)
      .then((cognito) => cognito.hasCodes())
      .then((isOn) => setState({ kind: isOn ? 'on' : 'off' }))
      .catch((error: unknown) => setErrorMessage(describePoolError(error)));
  }, [config]);

  async function startSetup() {
    try {
      const [cognito, { renderSVG }] = await Promise.all([loadUserPool(config), import('uqr')]);
      const setup = await cognito.startCodeSetup(identity.kind === 'person' ? identity.email : '');
      setState({ kind: 'setup', ...setup, qrCode: renderSVG(setup.link) });
      setErrorMessage(null);
    } catch (error) {
      setErrorMessage(describePoolError(error));
    }
  }

  async function confirmSetup(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const code = new FormData(event.currentTarget).get('code') as string;
    try {
      await (await loadUserPool(config)).confirmCodeSetup(code.replace(/\s/g, ''));
      setState({ kind: 'on' });
      setErrorMessage(null);
      notify(messages.codesTurnedOn);
    } catch (error) {
      setErrorMessage(describeAppCodeError(error));
    }
  }

  async function turnOff() {
    try {
      await (await loadUserPool(config)).turnOffCodes();
      setState({ kind: 'off' });
      setErrorMessage(null);
      notify(messages.codesTurnedOff);
    } catch (error) {
      setErrorMessage(describePoolError(error));
    }
  }

  return (
    <div className="profile">
      {state.kind === 'loading' && !errorMessage ? <Loading what={messages.loading} /> : null}
      {state.kind === 'off' ? (
        <>
          <p>{messages.codesAreOff}</p>
          <button type="button" className="button" onClick={() => void startSetup()}>
            {messages.setUpCodes}
          </button>
        </>
      ) : null}
      {state.kind === 'setup' ? (
        <form className="profile" onSubmit={(event) => void confirmSetup(event)}>
          <SecretToScan setup={state} />
          <label className="field">
            {messages.appCode}
            <input className="input" name="code" required inputMode="numeric" autoComplete="one-time-code" />
          </label>
          <button type="submit" className="button button-main">
            {messages.turnOnCodes}
          </button>
        </form>
      ) : null}
      {state.kind === 'on' ? (
        <>
          <p>{messages.codesAreOn}</p>
          <ConfirmButton
            label={messages.turnOffCodes}
            className="button"
            isDisabled={false}
            question={messages.turnOffCodesQuestion}
            consequence={messages.turnOffCodesConsequence}
            action={messages.turnOffCodes}
            onConfirm={() => void turnOff()}
          />
        </>
      ) : null}
      {errorMessage ? (
        <p className="problem" role="alert">
          {errorMessage}
        </p>
      ) : null}
    </div>
  );
}

function SecretToScan({ setup: { secret, link, qrCode } }: { setup: Setup }) {
  const messages = useMessages();
  return (
    <>
      <p>
        <RichMessage text={messages.scanCode} parts={{ link: (text) => <a href={link}>{text}</a> }} />
      </p>
      <img className="qr-code" alt={messages.qrCode} src={`data:image/svg+xml,${encodeURIComponent(qrCode)}`} />
      <p>
        {messages.orEnterSecret} <code className="secret">{secret}</code>
      </p>
      <p>{messages.keepSecret}</p>
    </>
  );
}
