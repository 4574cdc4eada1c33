// One comment. Its author can edit it; its author and the subject's owner can delete it.
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode, RefObject } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { useSession } from '../../../shared/session-context';
import { Avatar, AvatarFields } from '../../../shared/ui/avatar';
import { notify, announce } from '../../../shared/ui/notices';
import { useReturnAddress } from '../../../shared/ui/return-address';
import { TimeAgo } from '../../../shared/ui/time-ago';
import { LikeButton } from '../likes/like-button';
import { EditForm, useCommentEditing } from './edit-comment';
import { useMessages } from './messages/use-messages';

export const CommentFields = graphql(
  `
    fragment CommentFields on Comment {
      id
      subjectId
      parentId
      authorId
      body
      createdAt
      editedAt
      deletedAt
      version
      counts {
        likes
        replies
      }
      viewerHasLiked
      author {
        id
        handle
        displayName
        ...AvatarFields
      }
    }
  `,
  [AvatarFields],
);
const DELETE = graphql(`
  mutation DeleteComment($input: DeleteCommentInput!) {
    deleteComment(input: $input) {
      deletedId
      comment {
        id
        body
        deletedAt
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

export type MaskedComment = FragmentOf<typeof CommentFields> & { id: string };
type CommentData = ResultOf<typeof CommentFields>;

interface Props {
  comment: MaskedComment;
  /** The subject's owner, who can delete comments. */
  moderatorId: string;
  /** Start a reply; undefined for replies, which cannot be replied to. */
  reply?: () => void;
  /** The button that starts a reply. */
  replyButton?: RefObject<HTMLButtonElement | null>;
  /** Replies and the reply form. */
  children?: ReactNode;
}

export function Comment({ comment: masked, moderatorId, reply, replyButton, children }: Props) {
  const messages = useMessages();
  const comment = readFragment(CommentFields, masked);
  const { editing, hasEdited, edit, save, stop } = useCommentEditing(comment);
  return (
    <li className="comment" id={comment.id}>
      {comment.author ? <Avatar user={comment.author} size={34} /> : <span className="comment-gap" />}
      <div className="comment-said">
        <CommentHeader comment={comment} />
        {editing ? (
          <EditForm key={editing.attempt} id={comment.id} editing={editing} save={save} stop={stop} />
        ) : (
          <p dir="auto" className={comment.body === null ? 'comment-gone' : 'comment-body'}>
            {comment.body ?? messages.deleted}
          </p>
        )}
        {comment.body === null || editing ? null : (
          <CommentActions
            comment={comment}
            moderatorId={moderatorId}
            edit={edit}
            isFocused={hasEdited}
            reply={reply}
            replyButton={replyButton}
          />
        )}
        {children}
      </div>
    </li>
  );
}

function CommentHeader({ comment }: { comment: CommentData }) {
  const messages = useMessages();
  return (
    <p className="comment-head">
      {comment.author && comment.body !== null ? (
        <Link to="/people/$handle" params={{ handle: comment.author.handle }}>
          <bdi>{comment.author.displayName}</bdi>
        </Link>
      ) : null}{' '}
      <small>
        <Link to="." hash={comment.id} className="comment-when">
          <TimeAgo at={comment.createdAt} />
        </Link>
        {comment.editedAt && comment.body !== null ? ` · ${messages.edited}` : ''}
      </small>
    </p>
  );
}

interface CommentActionsProps {
  comment: CommentData;
  moderatorId: string;
  edit: () => void;
  /** Return the focus to the edit button after editing. */
  isFocused: boolean;
  reply: (() => void) | undefined;
  replyButton: RefObject<HTMLButtonElement | null> | undefined;
}

function CommentActions({ comment, moderatorId, edit, isFocused, reply, replyButton }: CommentActionsProps) {
  const messages = useMessages();
  const { viewerId } = useSession();
  const navigate = useNavigate();
  const returnAddress = useReturnAddress();
  const [, executeDelete] = useMutation(DELETE);
  const isMine = viewerId === comment.authorId;

  async function deleteComment() {
    if (!confirm(messages.confirmDelete)) return;
    const { data, error } = await executeDelete({ input: { id: comment.id } });
    const errorMessage = describeWriteError(error, data?.deleteComment);
    if (errorMessage) notify(messages.couldNotSave({ why: errorMessage }));
    else announce(messages.commentDeleted);
  }

  return (
    <p className="comment-actions">
      <LikeButton subjectId={comment.id} likes={comment.counts.likes} isLiked={comment.viewerHasLiked ?? false} />
      {reply ? (
        <button
          ref={replyButton}
          type="button"
          className="button button-plain"
          onClick={() => (viewerId ? reply() : void navigate({ to: '/sign-in', search: { to: returnAddress } }))}
        >
          {messages.reply}
        </button>
      ) : null}
      {isMine ? (
        <button type="button" className="button button-plain" autoFocus={isFocused} onClick={edit}>
          {messages.edit}
        </button>
      ) : null}
      {isMine || viewerId === moderatorId ? (
        <button type="button" className="button button-plain" onClick={() => void deleteComment()}>
          {messages.delete}
        </button>
      ) : null}
    </p>
  );
}
