// A deck: its flashcards, and the form for a new one.
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { DeckTitle, DeckTitleFields } from '../../features/learning/flashcards/deck-title';
import { ExportDeck } from '../../features/learning/flashcards/export-deck';
import { FlashcardForm, type Sides } from '../../features/learning/flashcards/flashcard-form';
import { FlashcardFields, FlashcardRow } from '../../features/learning/flashcards/flashcard-row';
import { useMessages } from '../../features/learning/flashcards/messages/use-messages';
import { Suggestions, SuggestionsFields } from '../../features/learning/flashcards/suggestions';
import { graphql } from '../../shared/graphql/graphql';
import { useIdempotencyKey } from '../../shared/graphql/idempotency-key';
import { describeWriteError } from '../../shared/graphql/write-errors';
import { notify } from '../../shared/ui/notices';
import { EmptyState, ErrorState, Loading, StatePage } from '../../shared/ui/state';
import '../../features/learning/flashcards/flashcards.css';

const DECK = graphql(
  `
    query Deck($id: ID!, $after: ID) {
      deck(id: $id) {
        id
        title
        ...DeckTitleFields
        ...SuggestionsFields
        flashcards(first: 50, after: $after) {
          edges {
            node {
              id
              ...FlashcardFields
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  `,
  [DeckTitleFields, SuggestionsFields, FlashcardFields],
);
const CREATE = graphql(`
  mutation CreateFlashcard($input: CreateFlashcardInput!) {
    createFlashcard(input: $input) {
      flashcard {
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
const DELETE = graphql(`
  mutation DeleteDeck($input: DeleteDeckInput!) {
    deleteDeck(input: $input) {
      deletedId
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
const route = getRouteApi('/shell/learn/decks/$deckId');

export function DeckPage() {
  const messages = useMessages();
  const { deckId } = route.useParams();
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error }, refetch] = useQuery({ query: DECK, variables: { id: deckId, after } });
  const [, create] = useMutation(CREATE);
  const idempotencyKey = useIdempotencyKey();
  const deck = data?.deck;

  async function add(sides: Sides): Promise<string | null> {
    const input = { deckId, ...sides };
    const { data, error } = await create({ input: { ...input, idempotencyKey: idempotencyKey.keyFor(input) } });
    const problem = describeWriteError(error, data?.createFlashcard);
    if (problem === null) idempotencyKey.reset();
    return problem;
  }

  if (data && !deck)
    return (
      <div className="page">
        <EmptyState isPage title={messages.noDeck}>
          <Link to="/learn" className="button button-main">
            {messages.backToDecks}
          </Link>
        </EmptyState>
      </div>
    );
  if (!deck?.flashcards)
    return (
      <StatePage name={messages.title}>
        {error ? (
          <ErrorState isPage error={error} retry={() => refetch({ requestPolicy: 'network-only' })} />
        ) : (
          <Loading what={messages.loading} />
        )}
      </StatePage>
    );
  const { edges, pageInfo } = deck.flashcards;
  return (
    <div className="page page-narrow learn">
      <title>{`${deck.title} · Waymark`}</title>
      <header className="learn-head">
        <DeckTitle deck={deck} />
        <p>
          <Link to="/learn">{messages.backToDecks}</Link>
        </p>
      </header>
      <Suggestions deck={deck} />
      <FlashcardForm action={messages.writeFlashcard} send={add} />
      {edges.length ? (
        <ul className="flashcards">
          {edges.map(({ node }) => (node ? <FlashcardRow key={node.id} flashcard={node} deckId={deck.id} /> : null))}
        </ul>
      ) : (
        <EmptyState title={messages.noFlashcards} />
      )}
      {pageInfo.hasNextPage ? (
        <button type="button" className="button" onClick={() => setAfter(pageInfo.endCursor)}>
          {messages.showMore}
        </button>
      ) : null}
      <p>
        <ExportDeck id={deck.id} />
        <DeleteDeck id={deck.id} title={deck.title} />
      </p>
    </div>
  );
}

function DeleteDeck({ id, title }: { id: string; title: string }) {
  const messages = useMessages();
  const navigate = useNavigate();
  const [, remove] = useMutation(DELETE);

  async function ask(): Promise<void> {
    if (!confirm(messages.deleteDeckQuestion({ title }))) return;
    const { data, error } = await remove({ input: { id } });
    const problem = describeWriteError(error, data?.deleteDeck);
    if (problem) notify(problem);
    else await navigate({ to: '/learn' });
  }

  return (
    <button type="button" className="button button-plain" onClick={() => void ask()}>
      {messages.deleteDeck}
    </button>
  );
}
