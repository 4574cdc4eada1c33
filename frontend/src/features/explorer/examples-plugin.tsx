// GraphiQL's side panel with the saved examples.
import type { GraphiQLPlugin } from '@graphiql/react';
import { EXAMPLES, type Example } from './examples';

const GROUPS = [...new Set(EXAMPLES.map((example) => example.group))];

export function examplesPlugin(choose: (example: Example) => void): GraphiQLPlugin {
  return {
    title: 'Examples',
    icon: () => <span aria-hidden="true">☰</span>,
    content: () => (
      <section className="panel" aria-label="Examples">
        <h2>Examples</h2>
        {GROUPS.map((group) => (
          <div key={group}>
            <h3>{group}</h3>
            <ul>
              {EXAMPLES.filter((example) => example.group === group).map((example) => (
                <li key={example.name}>
                  <button type="button" onClick={() => choose(example)}>
                    {example.name}
                  </button>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </section>
    ),
  };
}
