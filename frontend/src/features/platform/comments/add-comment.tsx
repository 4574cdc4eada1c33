// Adding a comment: shown at once, replaced by the saved one, removed with a notice when it fails.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { RichMessage } from '../../../shared/i18n/rich';
import { useSession } from '../../../shared/session-context';
import { announce } from '../../../shared/ui/notices';
import { useReturnAddress } from '../../../shared/ui/return-address';
import { useMessages } from './messages/use-messages';
import { CommentForm } from './comment-form';

const ADD = graphql(`
  mutation AddComment($input: AddCommentInput!) {
    addComment(input: $input) {
      comment {
        id
      }
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);

interface PendingComment {
  /** The idempotency key, so that a retry after a lost response adds it only once. */
  key: string;
  body: string;
  /** The saved comment's id; null while it is being sent. */
  id: string | null;
}

/** Return comments that were added since the page loaded, and a function to add one. */
export function useAddComment(subjectId: string, parentId: string | null) {
  const messages = useMessages();
  const [, executeAdd] = useMutation(ADD);
  const [pending, setPending] = useState<readonly PendingComment[]>([]);
  const [rejected, setRejected] = useState<PendingComment | null>(null);

  async function addComment(body: string): Promise<string | null> {
    const key = rejected?.body === body ? rejected.key : crypto.randomUUID();
    const comment: PendingComment = { key, body, id: null };
    setPending((all) => [...all, comment]);
    const { data, error } = await executeAdd({ input: { subjectId, parentId, body, idempotencyKey: key } });
    const errorMessage = describeWriteError(error, data?.addComment);
    if (!errorMessage) announce(messages.posted);
    setRejected(errorMessage ? comment : null);
    const id = data?.addComment?.comment?.id ?? null;
    setPending((all) => all.flatMap((each) => (each.key !== key ? [each] : errorMessage ? [] : [{ ...each, id }])));
    return errorMessage;
  }

  return { pending, addComment };
}

/** Added comments that are not in the list yet. */
export function PendingComments({
  pending,
  listed,
}: {
  pending: readonly PendingComment[];
  listed: ReadonlySet<string>;
}) {
  const messages = useMessages();
  return pending
    .filter(({ id }) => id === null || !listed.has(id))
    .map(({ key, body, id }) => (
      <li key={key} className={id ? 'comment' : 'comment comment-under-way'} aria-busy={id === null}>
        <span className="comment-gap" />
        <div className="comment-said">
          <p className="comment-head">
            <strong>{messages.you}</strong> <small>{id ? null : messages.sending}</small>
          </p>
          <p className="comment-body" dir="auto">
            {body}
          </p>
        </div>
      </li>
    ));
}

export function NewComment({
  subjectId,
  addComment,
}: {
  subjectId: string;
  addComment: (body: string) => Promise<string | null>;
}) {
  const messages = useMessages();
  const { viewerId } = useSession();
  const to = useReturnAddress();
  if (viewerId)
    return (
      <CommentForm
        storageKey={`comment ${subjectId}`}
        label={messages.yourComment}
        action={messages.comment}
        send={addComment}
      />
    );
  return (
    <p className="comment-guest">
      <RichMessage
        text={messages.signInToComment}
        parts={{
          link: (text) => (
            <Link to="/sign-in" search={{ to }}>
              {text}
            </Link>
          ),
        }}
      />
    </p>
  );
}
