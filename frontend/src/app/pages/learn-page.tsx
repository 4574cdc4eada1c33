// What the viewer learns: what is due, what they studied, and their decks.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { DeckFields, DeckList, NewDeck } from '../../features/learning/flashcards/decks';
import { LearnerZone, LearnerZoneFields } from '../../features/learning/flashcards/learner-zone';
import { useMessages } from '../../features/learning/flashcards/messages/use-messages';
import { StudyDays, StudyDaysFields } from '../../features/learning/flashcards/study-days';
import { graphql } from '../../shared/graphql/graphql';
import { EmptyState, ErrorState, Loading, StatePage } from '../../shared/ui/state';
import '../../features/learning/flashcards/flashcards.css';

const LEARN = graphql(
  `
    query Learn($after: ID) {
      viewer {
        user {
          id
        }
        learning {
          dueToday
          streak
          ...StudyDaysFields
          ...LearnerZoneFields
        }
        decks(first: 50, after: $after) {
          edges {
            node {
              id
              ...DeckFields
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
  [StudyDaysFields, LearnerZoneFields, DeckFields],
);

export function LearnPage() {
  const messages = useMessages();
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error }, refetch] = useQuery({
    query: LEARN,
    variables: { after },
    requestPolicy: 'cache-and-network',
  });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  const { learning, decks } = data?.viewer ?? {};
  if (!learning || !decks)
    return (
      <StatePage name={messages.title}>
        {error ? <ErrorState isPage error={error} retry={reload} /> : <Loading what={messages.loading} />}
      </StatePage>
    );
  const all = decks.edges.flatMap(({ node }) => (node ? [node] : []));
  return (
    <div className="page page-narrow learn">
      <title>{`${messages.title} · Waymark`}</title>
      <header className="learn-head">
        <div>
          <h1 className="page-title">{messages.title}</h1>
          <p>
            {learning.dueToday ? messages.dueToday({ count: learning.dueToday }) : messages.nothingDue}
            {learning.streak ? ` · ${messages.streak({ count: learning.streak })}` : null}
          </p>
        </div>
        {learning.dueToday ? (
          <Link to="/learn/review" className="button button-main">
            {messages.review}
          </Link>
        ) : null}
      </header>
      <StudyDays learner={learning} />
      <section aria-labelledby="learn-decks">
        <h2 id="learn-decks">{messages.decks}</h2>
        <NewDeck />
        {all.length ? (
          <DeckList decks={all} />
        ) : (
          <EmptyState title={messages.noDecks}>
            <p>{messages.noDecksRemedy}</p>
          </EmptyState>
        )}
        {decks.pageInfo.hasNextPage ? (
          <button type="button" className="button" onClick={() => setAfter(decks.pageInfo.endCursor)}>
            {messages.showMore}
          </button>
        ) : null}
      </section>
      <LearnerZone learner={learning} />
    </div>
  );
}
