// The order of an article's photos: shown at once as it was moved, written one move after the other, taken back when refused.
import { useRef, useState } from 'react';
import { useClient } from 'urql';
import { graphql } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { say } from '../../shared/ui/notices';
import { useWords } from './messages/words';

const REORDER = graphql(`
  mutation ReorderPhotos($input: ReorderPhotosInput!) {
    reorderPhotos(input: $input) { photos { id } errors { code message } }
  }
`);

interface Identified {
  id: string;
}

/** Return ids with one moved to where another stands; those between move up or down. */
export function moved(ids: readonly string[], id: string, target: string): string[] {
  const to = ids.indexOf(target);
  const left = ids.filter((each) => each !== id);
  return to < 0 || left.length === ids.length ? [...ids] : left.toSpliced(to, 0, id);
}

/** Return things as `ids` orders them; those it does not know come last, as they stood. */
export function inOrder<T extends Identified>(things: readonly T[], ids: readonly string[]): T[] {
  const place = ({ id }: T) => (ids.includes(id) ? ids.indexOf(id) : ids.length);
  return [...things].sort((one, other) => place(one) - place(other));
}

export function useOrder<T extends Identified>(postId: string, things: readonly T[]) {
  const client = useClient();
  const words = useWords();
  const [wanted, setWanted] = useState<readonly string[]>([]);
  const [said, setSaid] = useState('');
  const writing = useRef(Promise.resolve());
  const moves = useRef(0);
  const ordered = inOrder(things, wanted);

  function move(id: string, target: string | undefined) {
    if (!target) return;
    const photoIds = moved(ordered.map((each) => each.id), id, target);
    setWanted(photoIds);
    setSaid(words.movedTo({ place: photoIds.indexOf(id) + 1, of: photoIds.length }));
    const number = ++moves.current;
    writing.current = writing.current.then(() => write(photoIds, number));
  }

  async function write(photoIds: string[], number: number) {
    if (number !== moves.current) return; // a later move says it all
    const { data, error } = await client.mutation(REORDER, { input: { postId, photoIds } });
    const refusal = refusalOf(error, data?.reorderPhotos);
    if (!refusal) return;
    say(refusal);
    if (number === moves.current) setWanted([]);
  }

  return { ordered, move, said };
}
