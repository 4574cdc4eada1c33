// An author's words for a photo while they are typed: saved by themselves, kept on this device until the service has them.
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useClient, useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { keepWords, keptWords } from '../../shared/offline/kept-words';
import { say } from '../../shared/ui/notices';

export const PhotoWordsFields = graphql(`
  fragment PhotoWordsFields on Photo { id caption altText suggestedAltText version }
`);
const UPDATE = graphql(`
  mutation UpdatePhoto($input: UpdatePhotoInput!) {
    updatePhoto(input: $input) { photo { id caption altText version } errors { code message } }
  }
`);
const CURRENT = graphql(`query CurrentPhoto($id: ID!) { photo(id: $id) { id ...PhotoWordsFields } }`, [PhotoWordsFields]);

export type Said = Pick<ResultOf<typeof PhotoWordsFields>, 'caption' | 'altText'>;
type Version = Said & { version: number };
type Kept = { typed: Partial<Said>; version: number };

/** How long after the last key the words are saved. */
const PAUSE_MS = 1000;
const NOTHING: Partial<Said> = {};

export function usePhotoWords(masked: FragmentOf<typeof PhotoWordsFields>) {
  const photo = readFragment(PhotoWordsFields, masked);
  const client = useClient();
  const place = `photo ${photo.id}`;
  const [kept] = useState(() => keptFrom(place, photo));
  const [typed, setTyped] = useState(kept?.typed ?? NOTHING);
  // What was typed over words that have changed since asks first, as in any conflict.
  const [elsewhere, setElsewhere] = useState<Said | null>(kept && kept.version !== photo.version ? photo : null);
  const saving = useRef<Promise<Version | null>>(Promise.resolve(null));
  const [, update] = useMutation(UPDATE);
  const isTyped = Object.keys(typed).length > 0;

  useEffect(() => keepWords(place, isTyped ? JSON.stringify({ typed, version: photo.version } satisfies Kept) : ''), [place, typed, isTyped, photo.version]);

  const saveTyped = useEffectEvent(() => {
    if (isTyped && !elsewhere) save(typed);
  });
  useEffect(() => {
    if (!isTyped) return undefined;
    const timer = setTimeout(() => saveTyped(), PAUSE_MS);
    const again = () => saveTyped();
    addEventListener('online', again);
    return () => {
      clearTimeout(timer);
      removeEventListener('online', again);
    };
  }, [typed, isTyped]);
  useEffect(() => () => saveTyped(), []); // leaving the page in the middle of a word

  // One save after the other: leaving a field by a click on a button is two saves, and the second knows the first's version.
  function save(changes: Partial<Said>) {
    saving.current = saving.current.then((before) => write(changes, before && before.version > photo.version ? before : photo));
  }

  async function write(changes: Partial<Said>, known: Version): Promise<Version | null> {
    if (Object.entries(changes).every(([name, value]) => known[name as keyof Said] === value)) {
      letGo(changes);
      return known;
    }
    const { data, error } = await update({ input: { id: photo.id, expectedVersion: known.version, ...changes } });
    const answer = data?.updatePhoto;
    const refusal = refusalOf(error, answer);
    if (answer?.photo) {
      letGo(changes);
      setElsewhere(null);
      return answer.photo;
    }
    if (answer?.errors.some(({ code }) => code === 'CONFLICT')) await readElsewhere();
    else if (refusal) say(refusal);
    return null;
  }

  /** What was typed while this was on its way is not taken for saved. */
  function letGo(saved: Partial<Said>) {
    setTyped((now) => unlike(now, saved));
    if (!keptFrom(place, saved)) keepWords(place, ''); // also where the page was left meanwhile
  }

  /** Another tab changed it: its words are shown beside what was typed here, and saving again keeps these. */
  async function readElsewhere() {
    const { data } = await client.query(CURRENT, { id: photo.id }, { requestPolicy: 'network-only' });
    if (data?.photo) setElsewhere(readFragment(PhotoWordsFields, data.photo));
  }

  return {
    photo,
    words: { caption: photo.caption, altText: photo.altText, ...typed },
    type: (changes: Partial<Said>) => setTyped((now) => ({ ...now, ...changes })),
    /** Save what was typed, and these changes with it. */
    save: (changes: Partial<Said> = NOTHING) => save({ ...typed, ...changes }),
    elsewhere,
    takeTheirs: () => {
      setTyped(NOTHING);
      setElsewhere(null);
    },
  };
}

/** Return what this device kept, but for what is said already. */
function keptFrom(place: string, said: Partial<Said>): Kept | null {
  const text = keptWords(place);
  if (!text) return null;
  const { typed, version } = JSON.parse(text) as Kept;
  const left = unlike(typed, said);
  return Object.keys(left).length > 0 ? { typed: left, version } : null;
}

function unlike(typed: Partial<Said>, said: Partial<Said>): Partial<Said> {
  return Object.fromEntries(Object.entries(typed).filter(([name, value]) => said[name as keyof Said] !== value));
}
