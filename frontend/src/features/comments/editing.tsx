// Changing one's own comment: it reads so at once; refused, the words come back; overtaken, both versions are shown.
import { useState } from 'react';
import { useClient, useMutation } from 'urql';
import { graphql } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { useWords } from './messages/words';
import { Writing } from './writing';

const EDIT = graphql(`
  mutation EditComment($input: EditCommentInput!) {
    editComment(input: $input) { comment { id body editedAt version } errors { code message } }
  }
`);
const NOW = graphql(`
  query CommentNow($id: ID!) {
    comment(id: $id) { id body editedAt version }
  }
`);

interface Editable {
  id: string;
  body: string | null;
  version: number;
}

interface Editing {
  body: string;
  /** The version these words were written over: what came since is never overwritten unseen. */
  version: number;
  problem: string | null;
  /** What it says now, where somebody (oneself, on another screen) changed it in the meantime. */
  theirs: string | null;
  /** Counts the tries: another one begins with the words of the last. */
  attempt: number;
}

export function useEditing(comment: Editable) {
  const client = useClient();
  const [, change] = useMutation(EDIT);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [hasEdited, setHasEdited] = useState(false);

  async function save(body: string): Promise<null> {
    const { version, attempt } = editing ?? { version: comment.version, attempt: 0 };
    setEditing(null);
    const { data, error } = await change({ input: { id: comment.id, expectedVersion: version, body } });
    const problem = refusalOf(error, data?.editComment);
    if (!problem) return null;
    const isConflict = data?.editComment?.errors.some(({ code }) => code === 'CONFLICT');
    const now = isConflict ? await client.query(NOW, { id: comment.id }, { requestPolicy: 'network-only' }) : null;
    const theirs = now?.data?.comment ?? null;
    setEditing({
      body,
      version: theirs?.version ?? version,
      problem: theirs ? null : problem,
      theirs: theirs?.body ?? null,
      attempt: attempt + 1,
    });
    return null;
  }

  return {
    editing,
    hasEdited,
    edit: () => {
      setHasEdited(true);
      setEditing({ body: comment.body ?? '', version: comment.version, problem: null, theirs: null, attempt: 0 });
    },
    save,
    stop: () => setEditing(null),
  };
}

interface Props {
  id: string;
  editing: Editing;
  save: (body: string) => Promise<null>;
  stop: () => void;
}

export function EditForm({ id, editing, save, stop }: Props) {
  const words = useWords();
  return (
    <>
      {editing.theirs === null ? null : (
        <div className="comment-theirs" role="alert">
          <p>{words.changedMeanwhile}</p>
          <blockquote>{editing.theirs}</blockquote>
          <button type="button" className="button" onClick={stop}>
            {words.keepTheirs}
          </button>
        </div>
      )}
      <Writing
        place={`edit ${id}`}
        label={words.yourComment}
        action={editing.theirs === null ? words.save : words.saveMine}
        begin={editing.body}
        problem={editing.problem}
        send={save}
        cancel={stop}
        isFocused
      />
    </>
  );
}
