// GraphiQL's side panel with the examples; each opens in a new tab.
import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { EXAMPLES, type Example } from './examples';
import { useMessages, type getMessages } from './messages/use-messages';

const GROUPS = [
  { group: '1-read', title: 'read' },
  { group: '2-write', title: 'write' },
  { group: '3-listen', title: 'listen' },
] as const;

type Words = ReturnType<typeof getMessages>;

/** Create the panel; `fill` puts known ids into an example's variables. */
export function examplesPlugin({ examples }: Words, fill: (variables: string) => string): GraphiQLPlugin {
  return {
    title: examples,
    icon: () => <BookIcon />,
    content: () => <Examples fill={fill} />,
  };
}

function Examples({ fill }: { fill: (variables: string) => string }) {
  const messages = useMessages();
  const actions = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);

  function open(example: Example) {
    actions.addTab();
    queryEditor?.setValue(example.query);
    variableEditor?.setValue(fill(example.variables));
    queryEditor?.focus();
  }

  return (
    <section className="panel" aria-label={messages.examples}>
      <h2>{messages.examples}</h2>
      <p>{messages.examplesHint}</p>
      {GROUPS.map(({ group, title }) => (
        <div key={group}>
          <h3>{messages[title]}</h3>
          <ul>
            {EXAMPLES.filter((example) => example.group === group).map((example) => (
              <li key={example.name}>
                <button type="button" onClick={() => open(example)}>
                  {example.name}
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function BookIcon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
      <path d="M4 5.500A2.500 2.500 0 0 1 6.500 3H20v15H6.500A2.500 2.500 0 0 0 4 20.500zM4 20.500A2.500 2.500 0 0 0 6.500 21H20v-3M8 8h8M8 12h5" />
    </svg>
  );
}
