// A flashcard in its deck: both sides, and what can be done with it.
import { useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { notify } from '../../../shared/ui/notices';
import { FlashcardForm, type Sides } from './flashcard-form';
import { FlashcardPhoto } from './flashcard-photo';
import { useMessages } from './messages/use-messages';
import { MoveFlashcard } from './move-flashcard';

export const FlashcardFields = graphql(`
  fragment FlashcardFields on Flashcard {
    id
    front
    back
    photoId
    state
    leech
    version
  }
`);
export const EDIT_FLASHCARD = graphql(
  `
    mutation EditFlashcard($input: EditFlashcardInput!) {
      editFlashcard(input: $input) {
        flashcard {
          id
          ...FlashcardFields
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
  `,
  [FlashcardFields],
);
const SUSPEND = graphql(`
  mutation SuspendFlashcard($input: SuspendFlashcardInput!) {
    suspendFlashcard(input: $input) {
      flashcard {
        id
        state
        leech
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
const RESUME = graphql(`
  mutation ResumeFlashcard($input: SuspendFlashcardInput!) {
    resumeFlashcard(input: $input) {
      flashcard {
        id
        state
        leech
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
const DELETE = graphql(`
  mutation DeleteFlashcard($input: DeleteFlashcardInput!) {
    deleteFlashcard(input: $input) {
      deletedId
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

interface Props {
  flashcard: FragmentOf<typeof FlashcardFields>;
  deckId: string;
}

export function FlashcardRow({ flashcard, deckId }: Props) {
  const messages = useMessages();
  const { id, front, back, photoId, state, leech, version } = readFragment(FlashcardFields, flashcard);
  const [isEditing, setEditing] = useState(false);
  const [, edit] = useMutation(EDIT_FLASHCARD);
  const [, suspend] = useMutation(SUSPEND);
  const [, resume] = useMutation(RESUME);
  const [, remove] = useMutation(DELETE);
  const input = { id, expectedVersion: version };
  const tell = (problem: string | null) => (problem ? notify(problem) : undefined);

  async function save(changes: Sides | { deckId: string }): Promise<string | null> {
    const { data, error } = await edit({ input: { ...input, ...changes } });
    const problem = describeWriteError(error, data?.editFlashcard);
    if (problem === null) setEditing(false);
    return problem;
  }

  if (isEditing)
    return (
      <li className="flashcard">
        <FlashcardForm initial={{ front, back }} action={messages.save} send={save} cancel={() => setEditing(false)} />
        <MoveFlashcard deckId={deckId} move={(to) => save({ deckId: to })} />
      </li>
    );
  return (
    <li className="flashcard">
      {photoId ? <FlashcardPhoto id={photoId} answer={back} /> : null}
      <p className="flashcard-front" dir="auto">
        {front}
      </p>
      <p className="flashcard-back" dir="auto">
        {back}
      </p>
      {state === 'SUSPENDED' ? <p className="flashcard-note">{leech ? messages.leech : messages.suspended}</p> : null}
      <p className="flashcard-actions">
        <button type="button" className="button button-plain" onClick={() => setEditing(true)}>
          {messages.edit}
        </button>
        {state === 'SUSPENDED' ? (
          <button
            type="button"
            className="button button-plain"
            onClick={() =>
              void resume({ input }).then(({ data, error }) => tell(describeWriteError(error, data?.resumeFlashcard)))
            }
          >
            {messages.resume}
          </button>
        ) : (
          <button
            type="button"
            className="button button-plain"
            onClick={() =>
              void suspend({ input }).then(({ data, error }) => tell(describeWriteError(error, data?.suspendFlashcard)))
            }
          >
            {messages.suspend}
          </button>
        )}
        <button
          type="button"
          className="button button-plain"
          onClick={() =>
            void remove({ input: { id } }).then(({ data, error }) =>
              tell(describeWriteError(error, data?.deleteFlashcard)),
            )
          }
        >
          {messages.remove}
        </button>
      </p>
    </li>
  );
}
