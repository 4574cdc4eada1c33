// One comment: who said what and when; its author may change it, its author and the post's may delete it.
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode, RefObject } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { useSession } from '../../shared/session-context';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { say, tell } from '../../shared/ui/notices';
import { When } from '../../shared/ui/when';
import { LikeButton } from '../likes/like-button';
import { EditForm, useEditing } from './editing';
import { useWords } from './messages/words';

export const CommentFields = graphql(
  `
    fragment CommentFields on Comment {
      id
      postId
      parentId
      authorId
      body
      createdAt
      editedAt
      deletedAt
      version
      counts { likes replies }
      viewerHasLiked
      author { id handle displayName ...AvatarFields }
    }
  `,
  [AvatarFields],
);
const DELETE = graphql(`
  mutation DeleteComment($input: DeleteCommentInput!) {
    deleteComment(input: $input) { deletedId comment { id body deletedAt } errors { code message } }
  }
`);

export type MaskedComment = FragmentOf<typeof CommentFields> & { id: string };
type Said = ResultOf<typeof CommentFields>;

interface Props {
  comment: MaskedComment;
  /** The post's author, who may delete what others say under it. */
  moderatorId: string;
  /** Begin a reply; left out where nobody replies to replies. */
  reply?: () => void;
  /** The button that begins it. */
  replyButton?: RefObject<HTMLButtonElement | null>;
  /** What stands under it. */
  children?: ReactNode;
}

export function Comment({ comment: masked, moderatorId, reply, replyButton, children }: Props) {
  const words = useWords();
  const comment = readFragment(CommentFields, masked);
  const { editing, hasEdited, edit, save, stop } = useEditing(comment);
  return (
    <li className="comment" id={comment.id}>
      {comment.author ? <Avatar user={comment.author} size={34} /> : <span className="comment-gap" />}
      <div className="comment-said">
        <Head comment={comment} />
        {editing ? (
          <EditForm key={editing.attempt} id={comment.id} editing={editing} save={save} stop={stop} />
        ) : (
          <p className={comment.body === null ? 'comment-gone' : 'comment-body'}>{comment.body ?? words.deleted}</p>
        )}
        {comment.body === null || editing ? null : <Actions comment={comment} moderatorId={moderatorId} edit={edit} isBack={hasEdited} reply={reply} replyButton={replyButton} />}
        {children}
      </div>
    </li>
  );
}

function Head({ comment }: { comment: Said }) {
  const words = useWords();
  return (
    <p className="comment-head">
      {comment.author && comment.body !== null ? (
        <Link to="/people/$handle" params={{ handle: comment.author.handle }}>
          {comment.author.displayName}
        </Link>
      ) : null}{' '}
      <small>
        <Link to="/posts/$postId" params={{ postId: comment.postId }} hash={comment.id} className="comment-when">
          <When at={comment.createdAt} />
        </Link>
        {comment.editedAt && comment.body !== null ? ` · ${words.edited}` : ''}
      </small>
    </p>
  );
}

interface ActionsProps {
  comment: Said;
  moderatorId: string;
  edit: () => void;
  /** One was just editing: the focus comes back to where that began. */
  isBack: boolean;
  reply: (() => void) | undefined;
  replyButton: RefObject<HTMLButtonElement | null> | undefined;
}

function Actions({ comment, moderatorId, edit, isBack, reply, replyButton }: ActionsProps) {
  const words = useWords();
  const { viewerId } = useSession();
  const navigate = useNavigate();
  const [, remove] = useMutation(DELETE);
  const isMine = viewerId === comment.authorId;

  async function deleteIt() {
    if (!confirm(words.deleteSure)) return;
    const { data, error } = await remove({ input: { id: comment.id } });
    const why = refusalOf(error, data?.deleteComment);
    if (why) say(words.refused({ why }));
    else tell(words.deletedIt);
  }

  return (
    <p className="comment-actions">
      <LikeButton subjectId={comment.id} likes={comment.counts.likes} isLiked={comment.viewerHasLiked ?? false} />
      {reply ? (
        <button
          ref={replyButton}
          type="button"
          className="button button-plain"
          onClick={() => (viewerId ? reply() : void navigate({ to: '/sign-in', search: { to: `/posts/${comment.postId}` } }))}
        >
          {words.reply}
        </button>
      ) : null}
      {isMine ? (
        <button type="button" className="button button-plain" autoFocus={isBack} onClick={edit}>
          {words.edit}
        </button>
      ) : null}
      {isMine || viewerId === moderatorId ? (
        <button type="button" className="button button-plain" onClick={() => void deleteIt()}>
          {words.delete}
        </button>
      ) : null}
    </p>
  );
}
