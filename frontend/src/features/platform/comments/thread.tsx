// A comment with its replies, page by page, and the reply form.
import { useRef, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { readListState } from '../../../shared/graphql/list-state';
import { ListView } from '../../../shared/ui/list-view';
import { Comment, CommentFields, type MaskedComment } from './comment';
import { useMessages } from './messages/use-messages';
import { PendingComments, useAddComment } from './add-comment';
import { CommentForm } from './comment-form';

const REPLIES = graphql(
  `
    query Replies($id: ID!, $after: ID) {
      comment(id: $id) {
        id
        replies(first: 20, after: $after) {
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
  `,
  [CommentFields],
);

interface RepliesPage {
  edges: readonly { node: MaskedComment | null }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

interface Props {
  comment: MaskedComment & { subjectId: string };
  replies: RepliesPage | null;
  moderatorId: string;
}

export function Thread({ comment, replies, moderatorId }: Props) {
  const messages = useMessages();
  const [isReplying, setReplying] = useState(false);
  const { pending, addComment } = useAddComment(comment.subjectId, comment.id);
  const loadedReplies = getReplies(replies);
  const replyButton = useRef<HTMLButtonElement>(null);

  function stop() {
    replyButton.current?.focus(); // the form is removed, together with its focus
    setReplying(false);
  }

  async function send(body: string) {
    const errorMessage = await addComment(body);
    if (!errorMessage) stop();
    return errorMessage;
  }

  return (
    <Comment comment={comment} moderatorId={moderatorId} reply={() => setReplying(true)} replyButton={replyButton}>
      <ol className="comment-list comment-replies">
        {loadedReplies.map((reply) => (
          <Comment key={reply.id} comment={reply} moderatorId={moderatorId} />
        ))}
        {replies?.pageInfo.hasNextPage ? (
          <MoreReplies id={comment.id} after={replies.pageInfo.endCursor} moderatorId={moderatorId} />
        ) : null}
        <PendingComments pending={pending} listed={new Set(loadedReplies.map(({ id }) => id))} />
      </ol>
      {isReplying ? (
        <CommentForm
          storageKey={`reply ${comment.id}`}
          label={messages.yourReply}
          action={messages.reply}
          send={send}
          cancel={stop}
          isFocused
        />
      ) : null}
    </Comment>
  );
}

/** The next page of replies: a button until it is opened, then the replies and the next button. */
function MoreReplies({ id, after, moderatorId }: { id: string; after: string | null; moderatorId: string }) {
  const [isOpen, setOpen] = useState(false);
  const [result, refetch] = useQuery({ query: REPLIES, variables: { id, after }, pause: !isOpen });
  if (!isOpen) return <MoreRepliesButton open={() => setOpen(true)} />;
  return (
    <ListView
      list={readListState(result, result.data?.comment?.replies)}
      waiting={<MoreRepliesButton />}
      empty={null}
      retry={() => refetch({ requestPolicy: 'network-only' })}
    >
      {(replies, pageInfo) => (
        <>
          {replies.map((reply) => (
            <Comment key={reply.id} comment={reply} moderatorId={moderatorId} />
          ))}
          {pageInfo.hasNextPage ? <MoreReplies id={id} after={pageInfo.endCursor} moderatorId={moderatorId} /> : null}
        </>
      )}
    </ListView>
  );
}

function MoreRepliesButton({ open }: { open?: () => void }) {
  const messages = useMessages();
  return (
    <li>
      <button type="button" className="button" disabled={!open} onClick={open}>
        {messages.showMoreReplies}
      </button>
    </li>
  );
}

function getReplies(page: RepliesPage | null): MaskedComment[] {
  return page?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
}
