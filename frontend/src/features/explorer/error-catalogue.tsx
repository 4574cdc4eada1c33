// GraphiQL's side panel with the error catalogue.
import type { GraphiQLPlugin } from '@graphiql/react';
import { ERRORS } from './errors';

export const ERROR_CATALOGUE_PLUGIN: GraphiQLPlugin = {
  title: 'Errors',
  icon: () => (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
      <path d="M12 4 2.500 20h19zM12 10v4.500M12 17.500v.100" />
    </svg>
  ),
  content: () => (
    <section className="panel" aria-label="Errors">
      <h2>What can go wrong</h2>
      <dl>
        {ERRORS.map((entry) => (
          <div key={entry.code}>
            <dt>
              <code>{entry.code}</code> <small>{entry.where}</small>
            </dt>
            <dd>
              {entry.means} <em>{entry.remedy}</em>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ),
};
