// A deck's title, and the form that changes it.
import { type SyntheticEvent, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { readTextField } from '../../../shared/ui/fields';
import { TextInput } from '../../../shared/ui/text-field';
import { useMessages } from './messages/use-messages';

const TITLE_LENGTH = 100;

export const DeckTitleFields = graphql(`
  fragment DeckTitleFields on Deck {
    id
    title
    version
  }
`);
const UPDATE = graphql(
  `
    mutation UpdateDeck($input: UpdateDeckInput!) {
      updateDeck(input: $input) {
        deck {
          id
          ...DeckTitleFields
        }
        errors {
          code
          message
          ... on RateLimited {
            retryAt
          }
        }
      }
    }
  `,
  [DeckTitleFields],
);

export function DeckTitle({ deck: masked }: { deck: FragmentOf<typeof DeckTitleFields> }) {
  const messages = useMessages();
  const { id, title, version } = readFragment(DeckTitleFields, masked);
  const [, update] = useMutation(UPDATE);
  const [isEditing, setEditing] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const chosen = readTextField(event.currentTarget, 'title') ?? '';
    const { data, error } = await update({ input: { id, expectedVersion: version, title: chosen } });
    const refusedBecause = describeWriteError(error, data?.updateDeck);
    setProblem(refusedBecause);
    if (refusedBecause === null) setEditing(false);
  }

  return (
    <div className="deck-title">
      <h1 className="page-title" dir="auto">
        {title}
      </h1>
      {isEditing ? (
        <form className="new-deck" onSubmit={(event) => void submit(event)}>
          <TextInput
            className="input"
            name="title"
            required
            maxCharacters={TITLE_LENGTH}
            aria-label={messages.deckTitle}
            defaultValue={title}
          />
          <button type="submit" className="button button-main">
            {messages.save}
          </button>
          <button type="button" className="button button-plain" onClick={() => setEditing(false)}>
            {messages.cancel}
          </button>
          {problem ? (
            <p className="problem" role="alert">
              {problem}
            </p>
          ) : null}
        </form>
      ) : (
        <button type="button" className="button button-plain" onClick={() => setEditing(true)}>
          {messages.renameDeck}
        </button>
      )}
    </div>
  );
}
