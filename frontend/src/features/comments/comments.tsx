// The talk under a post: comments and replies, live, with a place to write.
import { useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../shared/graphql/graphql';
import { useLive } from '../../shared/graphql/use-live';
import { Empty, Failed, Waiting } from '../../shared/ui/state';
import { Comment, CommentFields } from './comment';
import { CommentForm } from './comment-form';
import './comments.css';

const COMMENTS = graphql(
  `
    query Comments($postId: ID!, $after: ID) {
      post(id: $postId) {
        id
        comments(first: 20, after: $after) {
          eventsCursor
          edges { node { id ...CommentFields replies(first: 20) { edges { node { id ...CommentFields } } } } }
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

export function Comments({ postId, count }: { postId: string; count: number }) {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error }, again] = useQuery({ query: COMMENTS, variables: { postId, after } });
  const page = data?.post?.comments;
  const reread = () => again({ requestPolicy: 'network-only' });
  useLive({ document: ON_COMMENT, variables: { postId }, cursor: page?.eventsCursor, reread });
  const comments = page?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];

  return (
    <section className="comments" aria-labelledby="comments-title">
      <h2 id="comments-title">{count === 1 ? '1 comment' : `${count} comments`}</h2>
      {error && !page ? <Failed error={error} retry={reread} /> : null}
      {!page && !error ? <Waiting what="Reading the comments" /> : null}
      {page && comments.length === 0 ? <Empty title="Nobody has said anything yet" /> : null}
      <ol className="comment-list">
        {comments.map((comment) => (
          <Comment key={comment.id} comment={comment} replies={comment.replies?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? []} />
        ))}
      </ol>
      {page?.pageInfo.hasNextPage ? (
        <button type="button" className="button" onClick={() => setAfter(page.pageInfo.endCursor)}>
          Show more comments
        </button>
      ) : null}
      <CommentForm postId={postId} parentId={null} />
    </section>
  );
}
