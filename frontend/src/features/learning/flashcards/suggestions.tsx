// The flashcards that are suggested for a deck: each is kept or refused by one press.
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { notify } from '../../../shared/ui/notices';
import { useMessages } from './messages/use-messages';
import { Suggestion, SuggestionFields } from './suggestion';

export const SuggestionsFields = graphql(
  `
    fragment SuggestionsFields on Deck {
      id
      suggestions(first: 20) {
        edges {
          node {
            id
            ...SuggestionFields
          }
        }
      }
    }
  `,
  [SuggestionFields],
);
const KEEP = graphql(`
  mutation KeepFlashcards($input: KeepFlashcardsInput!) {
    keepFlashcards(input: $input) {
      deck {
        id
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
`);

export function Suggestions({ deck: masked }: { deck: FragmentOf<typeof SuggestionsFields> }) {
  const messages = useMessages();
  const deck = readFragment(SuggestionsFields, masked);
  const [{ fetching }, decide] = useMutation(KEEP);
  const suggestions = deck.suggestions?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];

  async function send(decision: { kept?: string[]; refused?: string[] }): Promise<void> {
    const { data, error } = await decide({ input: { deckId: deck.id, ...decision } });
    const problem = describeWriteError(error, data?.keepFlashcards);
    if (problem) notify(problem);
  }

  if (suggestions.length === 0) return null;
  return (
    <section className="suggestions" aria-label={messages.suggested}>
      <h2>{messages.suggested}</h2>
      <ul className="flashcards">
        {suggestions.map((suggestion) => (
          <Suggestion
            key={suggestion.id}
            suggestion={suggestion}
            isBusy={fetching}
            keep={() => void send({ kept: [suggestion.id] })}
            refuse={() => void send({ refused: [suggestion.id] })}
          />
        ))}
      </ul>
      <button
        type="button"
        className="button"
        disabled={fetching}
        onClick={() => void send({ kept: suggestions.map(({ id }) => id) })}
      >
        {messages.keepAll}
      </button>
    </section>
  );
}
