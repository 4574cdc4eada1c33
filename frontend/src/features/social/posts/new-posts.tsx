// The button for new articles: they wait for a click, so that nothing moves while reading.
import { stringifyDocument } from '@urql/core';
import { useEffect, useState } from 'react';
import { graphql, type ResultOf, type VariablesOf } from '../../../shared/graphql/graphql';
import { useSession } from '../../../shared/session-context';
import { useMessages } from './messages/use-messages';
import { countNew } from './count-new';

const NEWEST = graphql(`
  query Newest($scope: FeedScope!, $tag: String, $label: String) {
    feed(scope: $scope, tag: $tag, label: $label, first: 13) {
      edges {
        node {
          id
        }
      }
    }
  }
`);
const CHECK_MS = 60_000;

interface Props {
  feed: VariablesOf<typeof NEWEST>;
  /** The ids that are shown, newest first. */
  shown: readonly string[];
  show: () => void;
}

export function NewPostsButton({ feed, shown, show }: Props) {
  const messages = useMessages();
  const { api } = useSession();
  const [newest, setNewest] = useState<readonly string[]>([]);
  const key = JSON.stringify(feed);

  useEffect(() => {
    let isUnmounted = false;
    async function checkForNew() {
      if (document.visibilityState !== 'visible') return;
      // If this fails, the next check will do.
      const answer = await api
        .executeUncached({ query: stringifyDocument(NEWEST), variables: JSON.parse(key) as Record<string, unknown> })
        .catch(() => null);
      const found = (answer?.data as ResultOf<typeof NEWEST> | null | undefined)?.feed?.edges.flatMap(
        ({ node }) => node?.id ?? [],
      );
      if (found && !isUnmounted) setNewest(found);
    }
    const check = () => void checkForNew();
    const timer = setInterval(check, CHECK_MS);
    document.addEventListener('visibilitychange', check);
    addEventListener('online', check);
    return () => {
      isUnmounted = true;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', check);
      removeEventListener('online', check);
    };
  }, [api, key]);

  const count = countNew(newest, shown);
  return (
    <div role="status" className="feed-news">
      {count > 0 ? (
        <button
          type="button"
          className="button button-main"
          onClick={() => {
            setNewest([]);
            show();
          }}
        >
          {messages.newArticles({ count })}
        </button>
      ) : null}
    </div>
  );
}
