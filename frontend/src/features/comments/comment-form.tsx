// The place to write a comment or a reply, and to change one. What was written stays when it is refused.
import { Link } from '@tanstack/react-router';
import { type SyntheticEvent, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { useSession } from '../../shared/session-context';

const ADD = graphql(`
  mutation AddComment($input: AddCommentInput!) {
    addComment(input: $input) { comment { id } errors { code message } }
  }
`);
const EDIT = graphql(`
  mutation EditComment($input: EditCommentInput!) {
    editComment(input: $input) {
      comment { id body editedAt version }
      errors { code message ... on Conflict { currentVersion } }
    }
  }
`);

interface Props {
  postId: string;
  parentId: string | null;
  done?: () => void;
}

export function CommentForm({ postId, parentId, done }: Props) {
  const { viewerId } = useSession();
  const [, add] = useMutation(ADD);
  // One key for each thing said, so that a second try after a lost answer says it once.
  const [key, setKey] = useState(() => crypto.randomUUID());

  async function send(body: string): Promise<string | null> {
    const { data, error } = await add({ input: { postId, parentId, body, idempotencyKey: key } });
    const refusal = refusalOf(error, data?.addComment);
    if (!refusal) {
      setKey(crypto.randomUUID());
      done?.();
    }
    return refusal;
  }

  if (!viewerId) {
    return (
      <p className="comment-guest">
        <Link to="/sign-in" search={{ to: `/posts/${postId}` }}>
          Sign in
        </Link>{' '}
        to say something.
      </p>
    );
  }
  return <Writing label={parentId ? 'Your reply' : 'Your comment'} action={parentId ? 'Reply' : 'Comment'} send={send} />;
}

export function EditForm({ comment, done }: { comment: { id: string; body: string | null; version: number }; done: () => void }) {
  const [, edit] = useMutation(EDIT);

  async function send(body: string): Promise<string | null> {
    const { data, error } = await edit({ input: { id: comment.id, expectedVersion: comment.version, body } });
    const refusal = refusalOf(error, data?.editComment);
    if (!refusal) done();
    return refusal;
  }

  return <Writing label="Your comment" action="Save" send={send} begin={comment.body ?? ''} cancel={done} />;
}

interface WritingProps {
  label: string;
  action: string;
  begin?: string;
  send: (body: string) => Promise<string | null>;
  cancel?: () => void;
}

function Writing({ label, action, begin = '', send, cancel }: WritingProps) {
  const [body, setBody] = useState(begin);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    setBusy(true);
    const refusal = await send(body.trim());
    setBusy(false);
    setProblem(refusal);
    if (!refusal) setBody('');
  }

  return (
    <form className="comment-form" onSubmit={(event) => void submit(event)}>
      <textarea
        className="input"
        rows={3}
        maxLength={5000}
        required
        aria-label={label}
        placeholder={`${label} …`}
        value={body}
        onChange={(event) => setBody(event.target.value)}
      />
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      <p>
        <button type="submit" className="button button-main" disabled={isBusy || body.trim() === ''}>
          {action}
        </button>
        {cancel ? (
          <button type="button" className="button button-plain" onClick={cancel}>
            Cancel
          </button>
        ) : null}
      </p>
    </form>
  );
}
