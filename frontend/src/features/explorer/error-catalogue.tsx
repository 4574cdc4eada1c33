// GraphiQL's side panel with the error catalogue.
import type { GraphiQLPlugin } from '@graphiql/react';
import { ERRORS } from './errors';
import { useWords, type wordsNow } from './messages/words';

export function errorCataloguePlugin({ errors }: ReturnType<typeof wordsNow>): GraphiQLPlugin {
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
  const words = useWords();
  return (
    <section className="panel" aria-label={words.errors}>
      <h2>{words.errorsTitle}</h2>
      <dl>
        {ERRORS.map((entry) => (
          <div key={entry.code}>
            <dt>
              <code>{entry.code}</code> <small>{words[entry.where]}</small>
            </dt>
            <dd>
              {words[`${entry.code}_means`]} <em>{words[`${entry.code}_remedy`]}</em>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
