// GraphiQL's side panel with the error catalogue.
import type { GraphiQLPlugin } from '@graphiql/react';
import { ERRORS } from './errors';
import { useMessages, type getMessages } from './messages/use-messages';

export function errorCataloguePlugin({ errors }: ReturnType<typeof getMessages>): GraphiQLPlugin {
  return { title: errors, icon: () => <Warning />, content: () => <Catalogue /> };
}

function Warning() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
      <path d="M12 4 2.500 20h19zM12 10v4.500M12 17.500v.100" />
    </svg>
  );
}

function Catalogue() {
  const messages = useMessages();
  return (
    <section className="panel" aria-label={messages.errors}>
      <h2>{messages.errorsTitle}</h2>
      <dl>
        {ERRORS.map((entry) => (
          <div key={entry.code}>
            <dt>
              <code>{entry.code}</code> <small>{messages[entry.where]}</small>
            </dt>
            <dd>
              {messages[`${entry.code}_means`]} <em>{messages[`${entry.code}_remedy`]}</em>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
