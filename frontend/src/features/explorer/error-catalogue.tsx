// GraphiQL's side panel with the error catalogue.
import type { GraphiQLPlugin } from '@graphiql/react';
import { ERRORS } from './errors';

export const ERROR_CATALOGUE_PLUGIN: GraphiQLPlugin = {
  title: 'Errors',
  icon: () => <span aria-hidden="true">⚠</span>,
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
