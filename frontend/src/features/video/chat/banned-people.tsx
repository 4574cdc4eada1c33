// Those whom the viewer banned from their chats, and the way back; nothing is shown where there is nobody.
import { Link } from '@tanstack/react-router';
import { useMutation, useQuery } from 'urql';
import { graphql, type ResultOf } from '../../../shared/graphql/graphql';
import { readListState } from '../../../shared/graphql/list-state';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { getLocale } from '../../../shared/i18n/language';
import { isolate } from '../../../shared/text';
import { notify } from '../../../shared/ui/notices';
import { ShowMore } from '../../../shared/ui/show-more';
import { type ShownPage, useShownPages } from '../../../shared/ui/shown-pages';
import { ErrorState } from '../../../shared/ui/state';
import { useMessages } from './messages/use-messages';
import { ALLOW } from './operations';

const BANS = graphql(`
  query ChatBans($after: ID) {
    viewer {
      chatBans(first: 50, after: $after) {
        edges {
          node {
            userId
            createdAt
            until
            user {
              id
              handle
              displayName
            }
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

type Bans = NonNullable<NonNullable<ResultOf<typeof BANS>['viewer']>['chatBans']>;
type Ban = NonNullable<Bans['edges'][number]['node']>;

export function BannedPeople() {
  const { pages } = useShownPages();
  return pages.map(({ after, showNext }) => <BansPage key={after} after={after} showNext={showNext} />);
}

function BansPage({ after, showNext }: ShownPage) {
  const messages = useMessages();
  const [result, refetch] = useQuery({ query: BANS, variables: { after }, requestPolicy: 'cache-and-network' });
  const list = readListState(result, result.data?.viewer?.chatBans);
  const reload = () => refetch({ requestPolicy: 'network-only' });
  if (list.kind === 'failed') return <ErrorState error={list.error} retry={reload} />;
  if (list.kind !== 'filled') return null;
  return (
    <div>
      {after === null ? <h2>{messages.banned}</h2> : null}
      <ul className="own-videos">
        {list.items.map((ban) => (
          <li key={ban.userId} className="own-video">
            <BannedPerson ban={ban} onAllowed={reload} />
          </li>
        ))}
      </ul>
      <ShowMore pageInfo={list.pageInfo} isBusy={result.fetching} showNext={showNext}>
        {messages.showMorePeople}
      </ShowMore>
    </div>
  );
}

function BannedPerson({ ban: { userId, createdAt, until, user }, onAllowed }: { ban: Ban; onAllowed: () => void }) {
  const messages = useMessages();
  const [{ fetching }, allow] = useMutation(ALLOW);
  const name = user ? isolate(user.displayName) : messages.somebody;

  async function letBack() {
    const { data, error } = await allow({ input: { userId } });
    const why = describeWriteError(error, data?.allowInChat);
    notify(why ? messages.notDone({ why }) : messages.isAllowed({ name }));
    if (!why) onAllowed();
  }

  return (
    <>
      <p>
        {user ? (
          <Link to="/people/$handle" params={{ handle: user.handle }}>
            <bdi>{user.displayName}</bdi>
          </Link>
        ) : (
          name
        )}{' '}
        {createdAt ? <small>{messages.bannedSince({ time: formatTime(createdAt) })}</small> : null}{' '}
        {until ? <small>{messages.bannedUntil({ time: formatTime(until) })}</small> : null}
      </p>
      <p>
        <button type="button" className="button" disabled={fetching} onClick={() => void letBack()}>
          {messages.allow({ name })}
        </button>
      </p>
    </>
  );
}

function formatTime(at: string): string {
  return new Date(at).toLocaleString(getLocale(), { dateStyle: 'medium', timeStyle: 'short' });
}
