// The talk under a post: comments and replies, page by page, live, with a place to write.
import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../shared/graphql/graphql';
import { useLive } from '../../shared/graphql/use-live';
import { Empty, Failed, Waiting } from '../../shared/ui/state';
import { CommentFields } from './comment';
import { useWords } from './messages/words';
import { SayIt, UnderWay, useSaying } from './saying';
import { Thread } from './thread';
import './comments.css';

const COMMENTS = graphql(
  `
    query Comments($postId: ID!, $after: ID) {
      post(id: $postId) {
        id
        comments(first: 20, after: $after) {
          eventsCursor
          edges { node { id postId ...CommentFields replies(first: 20) { edges { node { id ...CommentFields } } pageInfo { hasNextPage endCursor } } } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  `,
  [CommentFields],
);
const ON_COMMENT = graphql(`
  subscription OnComment($postId: ID!) {
    onComment(postId: $postId) { __typename id sequence postId commentId parentId comments }
  }
`);

interface Props {
  postId: string;
  /** Who wrote the post, and may delete what stands under it. */
  authorId: string;
  count: number;
}

export function Comments({ postId, authorId, count }: Props) {
  const words = useWords();
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  const [listed, setListed] = useState<ReadonlySet<string>>(new Set());
  const { said, saySomething } = useSaying(postId, null);
  return (
    <section className="comments" aria-labelledby="comments-title">
      <h2 id="comments-title">{words.title({ count })}</h2>
      {count === 0 && said.length === 0 ? <Empty title={words.none} /> : null}
      <div>
        {pages.map((after, place) => (
          <Page
            key={after}
            postId={postId}
            authorId={authorId}
            after={after}
            setListed={setListed}
            next={place === pages.length - 1 ? (end) => setPages([...pages, end]) : null}
          />
        ))}
      </div>
      <ol className="comment-list">
        <UnderWay said={said} listed={listed} />
      </ol>
      <SayIt postId={postId} saySomething={saySomething} />
    </section>
  );
}

interface PageProps {
  postId: string;
  authorId: string;
  after: string | null;
  setListed: Dispatch<SetStateAction<ReadonlySet<string>>>;
  /** Show the page after this one; null where it is shown already. */
  next: ((end: string | null) => void) | null;
}

/** A page asks for itself, so that a change anywhere in the list reads each shown page again and loses none. */
function Page({ postId, authorId, after, setListed, next }: PageProps) {
  const words = useWords();
  const [{ data, error }, again] = useQuery({ query: COMMENTS, variables: { postId, after } });
  const page = data?.post?.comments;
  const reread = () => again({ requestPolicy: 'network-only' });
  useLive({ document: ON_COMMENT, variables: { postId }, cursor: after === null ? page?.eventsCursor : null, reread });
  const comments = page?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  const ids = comments.map(({ id }) => id).join();
  useEffect(() => setListed((known) => new Set([...known, ...ids.split(',')])), [ids, setListed]);

  if (error && !page) return <Failed error={error} retry={reread} />;
  if (!page) return <Waiting what={words.reading} />;
  return (
    <>
      <ol className="comment-list">
        {comments.map((comment) => (
          <Thread key={comment.id} comment={comment} replies={comment.replies} moderatorId={authorId} />
        ))}
      </ol>
      {next && page.pageInfo.hasNextPage ? (
        <button type="button" className="button" onClick={() => next(page.pageInfo.endCursor)}>
          {words.more}
        </button>
      ) : null}
    </>
  );
}
