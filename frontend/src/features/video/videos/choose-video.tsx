// The author's own videos beside a draft: choosing one adds its address to the story.
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { readListState } from '../../../shared/graphql/list-state';
import { isolate } from '../../../shared/text';
import { ListView } from '../../../shared/ui/list-view';
import { EmptyState, Loading } from '../../../shared/ui/state';
import { useMessages } from './messages/use-messages';
import './choose-video.css';

const CHOICES = graphql(`
  query VideoChoices {
    viewer {
      user {
        id
      }
      videos(first: 50) {
        edges {
          node {
            id
            title
            state
            audience
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

interface Props {
  /** Called with the address of the chosen video. */
  choose: (address: string) => void;
}

export function ChooseVideo({ choose }: Props) {
  const messages = useMessages();
  const [isOpen, setIsOpen] = useState(false);
  const details = useRef<HTMLDetailsElement>(null);

  function addToStory(id: string) {
    if (details.current) details.current.open = false;
    choose(new URL(`/videos/${id}`, location.href).href);
  }

  return (
    <details ref={details} className="choose-video" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>{messages.addToStory}</summary>
      {isOpen ? <Choices choose={addToStory} /> : null}
    </details>
  );
}

function Choices({ choose }: { choose: (id: string) => void }) {
  const messages = useMessages();
  const [result, refetch] = useQuery({ query: CHOICES, requestPolicy: 'cache-and-network' });
  const list = readListState(result, result.data?.viewer?.videos);
  return (
    <ListView
      list={list}
      waiting={<Loading what={messages.loading} />}
      empty={
        <EmptyState title={messages.noneOfYours}>
          <Link to="/videos/upload" className="button">
            {messages.upload}
          </Link>
        </EmptyState>
      }
      retry={() => refetch({ requestPolicy: 'network-only' })}
    >
      {(videos) => (
        <ul>
          {videos
            .filter(({ state }) => state === 'LIVE' || state === 'PROCESSING')
            .map(({ id, title, state, audience }) => (
              <li key={id}>
                <button type="button" className="button" onClick={() => choose(id)}>
                  {messages.addVideo({ title: isolate(title) })}
                </button>{' '}
                <small>{state === 'LIVE' ? messages[audience] : messages.notLiveYet}</small>
              </li>
            ))}
        </ul>
      )}
    </ListView>
  );
}
