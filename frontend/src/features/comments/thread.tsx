// A comment with the replies under it, page by page, and a place to reply.
import { useRef, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../shared/graphql/graphql';
import { Comment, CommentFields, type MaskedComment } from './comment';
import { useWords } from './messages/words';
import { UnderWay, useSaying } from './saying';
import { Writing } from './writing';

const REPLIES = graphql(
  `
    query Replies($id: ID!, $after: ID) {
      comment(id: $id) {
        id
        replies(first: 20, after: $after) {
          edges { node { id ...CommentFields } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  `,
  [CommentFields],
);

interface RepliesPage {
  edges: readonly { node: MaskedComment | null }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

interface Props {
  comment: MaskedComment & { postId: string };
  replies: RepliesPage | null;
  moderatorId: string;
}

export function Thread({ comment, replies, moderatorId }: Props) {
  const words = useWords();
  const [isReplying, setReplying] = useState(false);
  const { said, saySomething } = useSaying(comment.postId, comment.id);
  const known = repliesOf(replies);
  const begin = useRef<HTMLButtonElement>(null);

  function stop() {
    begin.current?.focus(); // the form goes, and would take the focus with it
    setReplying(false);
  }

  async function send(body: string) {
    const refusal = await saySomething(body);
    if (!refusal) stop();
    return refusal;
  }

  return (
    <Comment comment={comment} moderatorId={moderatorId} reply={() => setReplying(true)} replyButton={begin}>
      <ol className="comment-list comment-replies">
        {known.map((reply) => (
          <Comment key={reply.id} comment={reply} moderatorId={moderatorId} />
        ))}
        {replies?.pageInfo.hasNextPage ? <More id={comment.id} after={replies.pageInfo.endCursor} moderatorId={moderatorId} /> : null}
        <UnderWay said={said} listed={new Set(known.map(({ id }) => id))} />
      </ol>
      {isReplying ? <Writing place={`reply ${comment.id}`} label={words.yourReply} action={words.reply} send={send} cancel={stop} isFocused /> : null}
    </Comment>
  );
}

/** The replies after a place: first a button, then they themselves and the button to those after them. */
function More({ id, after, moderatorId }: { id: string; after: string | null; moderatorId: string }) {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  const [{ data }] = useQuery({ query: REPLIES, variables: { id, after }, pause: !isOpen });
  const page = data?.comment?.replies;
  if (!isOpen || !page) {
    return (
      <li>
        <button type="button" className="button" disabled={isOpen} onClick={() => setOpen(true)}>
          {words.moreReplies}
        </button>
      </li>
    );
  }
  return (
    <>
      {repliesOf(page).map((reply) => (
        <Comment key={reply.id} comment={reply} moderatorId={moderatorId} />
      ))}
      {page.pageInfo.hasNextPage ? <More id={id} after={page.pageInfo.endCursor} moderatorId={moderatorId} /> : null}
    </>
  );
}

function repliesOf(page: RepliesPage | null): MaskedComment[] {
  return page?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
}
