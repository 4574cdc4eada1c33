// One comment: who said what, liked by whom, answered by whom; its author may change or delete it.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { useSession } from '../../shared/session-context';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { say } from '../../shared/ui/notices';
import { When } from '../../shared/ui/when';
import { LikeButton } from '../likes/like-button';
import { CommentForm, EditForm } from './comment-form';

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

type Masked = FragmentOf<typeof CommentFields> & { id: string };

interface Props {
  comment: Masked;
  replies?: Masked[];
}

export function Comment({ comment: masked, replies = [] }: Props) {
  const comment = readFragment(CommentFields, masked);
  const [open, setOpen] = useState<'reply' | 'edit' | null>(null);
  return (
    <li className="comment">
      {comment.author ? <Avatar user={comment.author} size={34} /> : <span className="comment-gap" />}
      <div className="comment-said">
        <CommentHead comment={comment} />
        {open === 'edit' ? (
          <EditForm comment={comment} done={() => setOpen(null)} />
        ) : (
          <p className={comment.body === null ? 'comment-gone' : 'comment-body'}>{comment.body ?? 'This comment was deleted.'}</p>
        )}
        {comment.body === null ? null : <CommentActions comment={comment} choose={setOpen} />}
        {open === 'reply' ? <CommentForm postId={comment.postId} parentId={comment.id} done={() => setOpen(null)} /> : null}
        {replies.length > 0 ? (
          <ol className="comment-list">
            {replies.map((reply) => (
              <Comment key={reply.id} comment={reply} />
            ))}
          </ol>
        ) : null}
      </div>
    </li>
  );
}

type Said = ResultOf<typeof CommentFields>;

function CommentHead({ comment }: { comment: Said }) {
  return (
    <p className="comment-head">
      {comment.author ? (
        <Link to="/people/$handle" params={{ handle: comment.author.handle }}>
          {comment.author.displayName}
        </Link>
      ) : null}{' '}
      <small>
        <When at={comment.createdAt} />
        {comment.editedAt && comment.body !== null ? ', edited' : ''}
      </small>
    </p>
  );
}

function CommentActions({ comment, choose }: { comment: Said; choose: (what: 'reply' | 'edit') => void }) {
  const { viewerId } = useSession();
  const [, remove] = useMutation(DELETE);

  async function deleteIt() {
    const { data, error } = await remove({ input: { id: comment.id } });
    const refusal = refusalOf(error, data?.deleteComment);
    if (refusal) say(refusal);
  }

  return (
    <p className="comment-actions">
      <LikeButton subjectId={comment.id} likes={comment.counts.likes} isLiked={comment.viewerHasLiked ?? false} />
      {viewerId && comment.parentId === null ? (
        <button type="button" className="button button-plain" onClick={() => choose('reply')}>
          Reply
        </button>
      ) : null}
      {viewerId === comment.authorId ? (
        <>
          <button type="button" className="button button-plain" onClick={() => choose('edit')}>
            Edit
          </button>
          <button type="button" className="button button-plain" onClick={() => void deleteIt()}>
            Delete
          </button>
        </>
      ) : null}
    </p>
  );
}
