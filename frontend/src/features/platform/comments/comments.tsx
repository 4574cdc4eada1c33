// Comments and replies of a subject, page by page and live, with a form to add one.
import type { TypedDocumentNode } from '@urql/core';
import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { readListState } from '../../../shared/graphql/list-state';
import { useLiveEvents } from '../../../shared/graphql/use-live-events';
import { ListView } from '../../../shared/ui/list-view';
import { ShowMore } from '../../../shared/ui/show-more';
import { type ShownPage, useShownPages } from '../../../shared/ui/shown-pages';
import { EmptyState, Loading } from '../../../shared/ui/state';
import { CommentFields } from './comment';
import { ON_COMMENT } from './events';
import { useMessages } from './messages/use-messages';
import { NewComment, PendingComments, useAddComment } from './add-comment';
import { Thread } from './thread';
import './comments.css';

export const CommentsPageFields = graphql(
  `
    fragment CommentsPageFields on CommentConnection {
      eventsCursor
      edges {
        node {
          id
          subjectId
          ...CommentFields
          replies(first: 20) {
            edges {
              node {
                id
                ...CommentFields
              }
            }
            pageInfo {
              hasNextPage
              endCursor
            }
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  `,
  [CommentFields],
);

/** A query for a page of a subject's comments: each product asks for its own type, under the name `subject`. */
type CommentsQuery = TypedDocumentNode<
  { subject: { comments: FragmentOf<typeof CommentsPageFields> | null } | null },
  { id: string; after: string | null }
>;

const NOTHING: ReadonlySet<string> = new Set();

interface Props {
  query: CommentsQuery;
  subjectId: string;
  /** The subject's owner, who can delete comments. */
  ownerId: string;
  count: number;
  /** Whether the query that the page opens with has brought the first page; undefined if the page has no such query. */
  isOpened?: boolean;
}

export function Comments({ query, subjectId, ownerId, count, isOpened }: Props) {
  const messages = useMessages();
  const { pages } = useShownPages();
  const [listedIds, setListedIds] = useState<ReadonlySet<string> | null>(null); // null until the first answer
  const { pending, addComment } = useAddComment(subjectId, null);
  return (
    <section className="comments" aria-labelledby="comments-title">
      <h2 id="comments-title">{listedIds?.size ? messages.title({ count }) : messages.comments}</h2>
      <div>
        {pages.map((page) => (
          <CommentsPage
            key={page.after}
            query={query}
            subjectId={subjectId}
            ownerId={ownerId}
            isOpened={isOpened}
            hasPending={pending.length > 0}
            setListed={setListedIds}
            {...page}
          />
        ))}
      </div>
      <ol className="comment-list">
        <PendingComments pending={pending} listed={listedIds ?? NOTHING} />
      </ol>
      <NewComment subjectId={subjectId} addComment={addComment} />
    </section>
  );
}

interface CommentsPageProps extends ShownPage {
  query: CommentsQuery;
  subjectId: string;
  ownerId: string;
  isOpened: boolean | undefined;
  /** Comments of the viewer are shown below that the list may lack. */
  hasPending: boolean;
  setListed: Dispatch<SetStateAction<ReadonlySet<string> | null>>;
}

function CommentsPage(props: CommentsPageProps) {
  const { query, subjectId, ownerId, after, isOpened, hasPending, setListed, showNext } = props;
  const messages = useMessages();
  const isPaused = isOpened === false;
  const [result, refetch] = useQuery({
    query,
    variables: { id: subjectId, after },
    pause: isPaused,
    requestPolicy: isOpened !== undefined && after === null ? 'cache-first' : 'cache-and-network',
  });
  const page = readFragment(CommentsPageFields, result.data?.subject?.comments);
  const list = readListState({ ...result, fetching: result.fetching || isPaused }, page);
  const reload = () => refetch({ requestPolicy: 'network-only' });
  useLiveEvents({
    document: ON_COMMENT,
    variables: { subjectId },
    cursor: after === null ? page?.eventsCursor : null,
    reload,
  });
  const ids = list.kind === 'filled' ? list.items.map(({ id }) => id).join() : list.kind === 'empty' ? '' : null;
  useEffect(() => {
    if (ids !== null) setListed((known) => new Set([...(known ?? []), ...ids.split(',').filter(Boolean)]));
  }, [ids, setListed]);

  return (
    <ListView
      list={list}
      waiting={hasPending ? null : <Loading what={messages.loading} />}
      empty={after === null && !hasPending ? <EmptyState title={messages.none} /> : null}
      retry={reload}
    >
      {(comments, pageInfo) => (
        <>
          <ol className="comment-list">
            {comments.map((comment) => (
              <Thread key={comment.id} comment={comment} replies={comment.replies} moderatorId={ownerId} />
            ))}
          </ol>
          <ShowMore pageInfo={pageInfo} showNext={showNext}>
            {messages.showMore}
          </ShowMore>
        </>
      )}
    </ListView>
  );
}
