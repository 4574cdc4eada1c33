// How many articles came since the list was read: they wait for a press, so that nothing jumps under the reader.
import { stringifyDocument } from '@urql/core';
import { useEffect, useState } from 'react';
import { graphql, type ResultOf, type VariablesOf } from '../../shared/graphql/graphql';
import { useSession } from '../../shared/session-context';
import { useWords } from './messages/words';
import { newsIn } from './newest';

const NEWEST = graphql(`
  query Newest($scope: FeedScope!, $tag: String, $label: String) {
    feed(scope: $scope, tag: $tag, label: $label, first: 13) { edges { node { id } } }
  }
`);
const EVERY_MS = 60_000;

interface Props {
  feed: VariablesOf<typeof NEWEST>;
  /** The ids that are shown, the newest first. */
  shown: readonly string[];
  show: () => void;
}

export function News({ feed, shown, show }: Props) {
  const words = useWords();
  const { api } = useSession();
  const [newest, setNewest] = useState<readonly string[]>([]);
  const key = JSON.stringify(feed);

  useEffect(() => {
    let isGone = false;
    async function look() {
      if (document.visibilityState !== 'visible') return;
      // Nothing is lost where this fails: it is asked again.
      const answer = await api.aside({ query: stringifyDocument(NEWEST), variables: JSON.parse(key) as Record<string, unknown> }).catch(() => null);
      const found = (answer?.data as ResultOf<typeof NEWEST> | null | undefined)?.feed?.edges.flatMap(({ node }) => node?.id ?? []);
      if (found && !isGone) setNewest(found);
    }
    const looks = () => void look();
    const timer = setInterval(looks, EVERY_MS);
    document.addEventListener('visibilitychange', looks);
    addEventListener('online', looks);
    return () => {
      isGone = true;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', looks);
      removeEventListener('online', looks);
    };
  }, [api, key]);

  const count = newsIn(newest, shown);
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
          {words.news({ count })}
        </button>
      ) : null}
    </div>
  );
}
