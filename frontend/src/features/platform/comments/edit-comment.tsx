// Editing a comment: shown at once, restored when it fails; on a conflict both versions are shown.
import { useState } from 'react';
import { useClient, useMutation } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { useMessages } from './messages/use-messages';
import { CommentForm } from './comment-form';

const EDIT = graphql(`
  mutation EditComment($input: EditCommentInput!) {
    editComment(input: $input) {
      comment {
        id
        body
        editedAt
        version
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
const CURRENT_COMMENT = graphql(`
  query CommentNow($id: ID!) {
    comment(id: $id) {
      id
      body
      editedAt
      version
    }
  }
`);

interface EditableComment {
  id: string;
  body: string | null;
  version: number;
}

interface EditState {
  body: string;
  /** The version that was edited, so that newer changes are never overwritten unseen. */
  version: number;
  errorMessage: string | null;
  /** The current text, when it was changed elsewhere meanwhile. */
  currentBody: string | null;
  /** Counts the attempts: a new one starts with the text of the last. */
  attempt: number;
}

export function useCommentEditing(comment: EditableComment) {
  const client = useClient();
  const [, executeEdit] = useMutation(EDIT);
  const [editing, setEditing] = useState<EditState | null>(null);
  const [hasEdited, setHasEdited] = useState(false);

  async function save(body: string): Promise<null> {
    const { version, attempt } = editing ?? { version: comment.version, attempt: 0 };
    setEditing(null);
    const { data, error } = await executeEdit({ input: { id: comment.id, expectedVersion: version, body } });
    const problem = describeWriteError(error, data?.editComment);
    if (!problem) return null;
    const isConflict = data?.editComment?.errors.some(({ code }) => code === 'CONFLICT');
    const now = isConflict
      ? await client.query(CURRENT_COMMENT, { id: comment.id }, { requestPolicy: 'network-only' })
      : null;
    const theirs = now?.data?.comment ?? null;
    setEditing({
      body,
      version: theirs?.version ?? version,
      errorMessage: theirs ? null : problem,
      currentBody: theirs?.body ?? null,
      attempt: attempt + 1,
    });
    return null;
  }

  return {
    editing,
    hasEdited,
    edit: () => {
      setHasEdited(true);
      setEditing({
        body: comment.body ?? '',
        version: comment.version,
        errorMessage: null,
        currentBody: null,
        attempt: 0,
      });
    },
    save,
    stop: () => setEditing(null),
  };
}

interface Props {
  id: string;
  editing: EditState;
  save: (body: string) => Promise<null>;
  stop: () => void;
}

export function EditForm({ id, editing, save, stop }: Props) {
  const messages = useMessages();
  return (
    <>
      {editing.currentBody === null ? null : (
        <div className="comment-theirs" role="alert">
          <p>{messages.editedMeanwhile}</p>
          <blockquote dir="auto">{editing.currentBody}</blockquote>
          <button type="button" className="button" onClick={stop}>
            {messages.keepNewVersion}
          </button>
        </div>
      )}
      <CommentForm
        storageKey={`edit ${id}`}
        label={messages.yourComment}
        action={editing.currentBody === null ? messages.save : messages.replaceWithMine}
        initialBody={editing.body}
        problem={editing.errorMessage}
        send={save}
        cancel={stop}
        isFocused
      />
    </>
  );
}
