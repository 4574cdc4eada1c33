// A photo's caption and alt text while they are typed: saved automatically, stored on this device until then.
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useClient, useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { storeUnsentText, readUnsentText } from '../../../shared/offline/unsent-text';
import { notify } from '../../../shared/ui/notices';

export const PhotoTextFields = graphql(`
  fragment PhotoWordsFields on Photo {
    id
    caption
    altText
    suggestedAltText
    version
  }
`);
const UPDATE = graphql(`
  mutation UpdatePhoto($input: UpdatePhotoInput!) {
    updatePhoto(input: $input) {
      photo {
        id
        caption
        altText
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
const CURRENT = graphql(
  `
    query CurrentPhoto($id: ID!) {
      photo(id: $id) {
        id
        ...PhotoWordsFields
      }
    }
  `,
  [PhotoTextFields],
);

export type PhotoText = Pick<ResultOf<typeof PhotoTextFields>, 'caption' | 'altText'>;
type Version = PhotoText & { version: number };
type StoredText = { typed: Partial<PhotoText>; version: number };

/** How long after the last key press the text is saved. */
const SAVE_DELAY_MS = 1000;
const NO_CHANGES: Partial<PhotoText> = {};

export function usePhotoText(masked: FragmentOf<typeof PhotoTextFields>) {
  const photo = readFragment(PhotoTextFields, masked);
  const client = useClient();
  const storageKey = `photo ${photo.id}`;
  const [stored] = useState(() => readStored(storageKey, photo));
  const [typed, setTyped] = useState(stored?.typed ?? NO_CHANGES);
  // Stored text that was typed over an older version is a conflict.
  const [conflicting, setConflicting] = useState<PhotoText | null>(
    stored && stored.version !== photo.version ? photo : null,
  );
  const saving = useRef<Promise<Version | null>>(Promise.resolve(null));
  const [, update] = useMutation(UPDATE);
  const isTyped = Object.keys(typed).length > 0;

  useEffect(
    () =>
      storeUnsentText(
        storageKey,
        isTyped ? JSON.stringify({ typed, version: photo.version } satisfies StoredText) : '',
      ),
    [storageKey, typed, isTyped, photo.version],
  );

  const saveTyped = useEffectEvent(() => {
    if (isTyped && !conflicting) save(typed);
  });
  useEffect(() => {
    if (!isTyped) return undefined;
    const timer = setTimeout(() => saveTyped(), SAVE_DELAY_MS);
    const again = () => saveTyped();
    addEventListener('online', again);
    return () => {
      clearTimeout(timer);
      removeEventListener('online', again);
    };
  }, [typed, isTyped]);
  useEffect(() => () => saveTyped(), []); // leaving the page while typing

  // One save at a time: a click on a button also blurs the field, and the second save needs the first's version.
  function save(changes: Partial<PhotoText>) {
    saving.current = saving.current.then((before) =>
      write(changes, before && before.version > photo.version ? before : photo),
    );
  }

  async function write(changes: Partial<PhotoText>, current: Version): Promise<Version | null> {
    if (Object.entries(changes).every(([name, value]) => current[name as keyof PhotoText] === value)) {
      discardSaved(changes);
      return current;
    }
    const { data, error } = await update({ input: { id: photo.id, expectedVersion: current.version, ...changes } });
    const answer = data?.updatePhoto;
    const errorMessage = describeWriteError(error, answer);
    if (answer?.photo) {
      discardSaved(changes);
      setConflicting(null);
      return answer.photo;
    }
    if (answer?.errors.some(({ code }) => code === 'CONFLICT')) await readConflicting();
    else if (errorMessage) notify(errorMessage);
    return null;
  }

  /** Keep what was typed while the save was in flight. */
  function discardSaved(saved: Partial<PhotoText>) {
    setTyped((now) => pickDifferent(now, saved));
    if (!readStored(storageKey, saved)) storeUnsentText(storageKey, ''); // also when the page was left meanwhile
  }

  /** It was changed elsewhere: show that text beside what was typed here; saving again keeps the latter. */
  async function readConflicting() {
    const { data } = await client.query(CURRENT, { id: photo.id }, { requestPolicy: 'network-only' });
    if (data?.photo) setConflicting(readFragment(PhotoTextFields, data.photo));
  }

  return {
    photo,
    text: { caption: photo.caption, altText: photo.altText, ...typed },
    change: (changes: Partial<PhotoText>) => setTyped((now) => ({ ...now, ...changes })),
    /** Save what was typed, together with these changes. */
    save: (changes: Partial<PhotoText> = NO_CHANGES) => save({ ...typed, ...changes }),
    conflicting,
    discardTyped: () => {
      setTyped(NO_CHANGES);
      setConflicting(null);
    },
  };
}

/** Return the stored text, without what is saved already. */
function readStored(place: string, said: Partial<PhotoText>): StoredText | null {
  const text = readUnsentText(place);
  if (!text) return null;
  const { typed, version } = JSON.parse(text) as StoredText;
  const left = pickDifferent(typed, said);
  return Object.keys(left).length > 0 ? { typed: left, version } : null;
}

function pickDifferent(typed: Partial<PhotoText>, said: Partial<PhotoText>): Partial<PhotoText> {
  return Object.fromEntries(Object.entries(typed).filter(([name, value]) => said[name as keyof PhotoText] !== value));
}
