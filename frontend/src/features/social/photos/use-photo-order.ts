// The order of an article's photos: shown at once, saved one move at a time, restored when a save fails.
import { useRef, useState } from 'react';
import { useClient } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { announce, notify } from '../../../shared/ui/notices';
import { useMessages } from './messages/use-messages';

const REORDER = graphql(`
  mutation ReorderPhotos($input: ReorderPhotosInput!) {
    reorderPhotos(input: $input) {
      photos {
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

interface Identified {
  id: string;
}

/** Move an id to another's position; those in between shift. */
export function moveId(ids: readonly string[], id: string, target: string): string[] {
  const to = ids.indexOf(target);
  const left = ids.filter((each) => each !== id);
  return to < 0 || left.length === ids.length ? [...ids] : left.toSpliced(to, 0, id);
}

/** Sort by the order of `ids`; unknown ones come last, in their order. */
export function sortByIds<T extends Identified>(photos: readonly T[], ids: readonly string[]): T[] {
  const place = ({ id }: T) => (ids.includes(id) ? ids.indexOf(id) : ids.length);
  return [...photos].sort((one, other) => place(one) - place(other));
}

export function usePhotoOrder<T extends Identified>(postId: string, things: readonly T[]) {
  const client = useClient();
  const messages = useMessages();
  const [requestedIds, setRequestedIds] = useState<readonly string[]>([]);
  const pendingWrite = useRef(Promise.resolve());
  const moveCount = useRef(0);
  const ordered = sortByIds(things, requestedIds);

  function move(id: string, target: string | undefined) {
    if (!target) return;
    const photoIds = moveId(
      ordered.map((each) => each.id),
      id,
      target,
    );
    setRequestedIds(photoIds);
    announce(messages.movedTo({ place: photoIds.indexOf(id) + 1, of: photoIds.length }), id);
    const number = ++moveCount.current;
    pendingWrite.current = pendingWrite.current.then(() => write(photoIds, number));
  }

  async function write(photoIds: string[], number: number) {
    if (number !== moveCount.current) return; // a later move includes this one
    const { data, error } = await client.mutation(REORDER, { input: { postId, photoIds } });
    const errorMessage = describeWriteError(error, data?.reorderPhotos);
    if (!errorMessage) return;
    notify(errorMessage);
    if (number === moveCount.current) setRequestedIds([]);
  }

  return { ordered, move };
}
