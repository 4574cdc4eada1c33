// What an author says of a photo: saved when one leaves the field; the AI's words for it are taken or turned down.
import { type SyntheticEvent, useRef, useState } from 'react';
import { useClient, useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { say } from '../../shared/ui/notices';
import { decline, isDeclined } from './declined';
import { useWords } from './messages/words';

export const PhotoWordsFields = graphql(`
  fragment PhotoWordsFields on Photo { id caption altText suggestedAltText version }
`);
const UPDATE = graphql(`
  mutation UpdatePhoto($input: UpdatePhotoInput!) {
    updatePhoto(input: $input) { photo { id caption altText version } errors { code message } }
  }
`);
const CURRENT = graphql(`query CurrentPhoto($id: ID!) { photo(id: $id) { id ...PhotoWordsFields } }`, [PhotoWordsFields]);

type Said = Pick<ResultOf<typeof PhotoWordsFields>, 'caption' | 'altText'>;
type Version = Said & { version: number };

export function PhotoWords({ photo: masked }: { photo: FragmentOf<typeof PhotoWordsFields> }) {
  const photo = readFragment(PhotoWordsFields, masked);
  const words = useWords();
  const client = useClient();
  const [typed, setTyped] = useState<Partial<Said>>({});
  const [elsewhere, setElsewhere] = useState<Said | null>(null);
  const saving = useRef<Promise<Version | null>>(Promise.resolve(null));
  const [, update] = useMutation(UPDATE);
  const { caption, altText } = { caption: photo.caption, altText: photo.altText, ...typed };
  const suggestion = altText === '' && !isDeclined(`alt ${photo.id}`) ? photo.suggestedAltText : null;

  // One save after the other: leaving a field by a click on a button is two saves, and the second knows the first's version.
  function save(changes: Partial<Said>) {
    saving.current = saving.current.then((before) => write(changes, before && before.version > photo.version ? before : photo));
  }

  async function write(changes: Partial<Said>, known: Version): Promise<Version | null> {
    if (Object.entries(changes).every(([name, value]) => known[name as keyof Said] === value)) return known;
    const { data, error } = await update({ input: { id: photo.id, expectedVersion: known.version, ...changes } });
    const answer = data?.updatePhoto;
    const refusal = refusalOf(error, answer);
    if (answer?.photo) {
      // What was typed while this was on its way is not taken for saved.
      setTyped((now) => Object.fromEntries(Object.entries(now).filter(([name, value]) => changes[name as keyof Said] !== value)));
      setElsewhere(null);
      return answer.photo;
    }
    if (answer?.errors.some(({ code }) => code === 'CONFLICT')) await readElsewhere();
    else if (refusal) say(refusal);
    return null;
  }

  /** Another tab changed it: its words are shown beside what was typed here, and saving again keeps these. */
  async function readElsewhere() {
    const { data } = await client.query(CURRENT, { id: photo.id }, { requestPolicy: 'network-only' });
    if (data?.photo) setElsewhere(readFragment(PhotoWordsFields, data.photo));
  }

  const field = (name: keyof Said) => ({
    className: 'input',
    value: name === 'caption' ? caption : altText,
    onChange: ({ target }: { target: { value: string } }) => setTyped({ ...typed, [name]: target.value }),
  });

  return (
    <form
      className="tray-form"
      onBlur={() => {
        if (!elsewhere) save(typed);
      }}
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        save(typed);
      }}
    >
      <label className="field">
        {words.caption}
        <input {...field('caption')} maxLength={500} />
      </label>
      <label className="field">
        {words.altText}
        <textarea {...field('altText')} maxLength={1000} rows={2} />
      </label>
      {suggestion ? (
        <div className="tray-suggestion" role="group" aria-label={words.suggestion}>
          <p>{words.aiSuggests({ text: suggestion })}</p>
          <button type="button" className="button" onClick={() => save({ ...typed, altText: suggestion })}>
            {words.takeIt}
          </button>
          <button
            type="button"
            className="button button-plain"
            onClick={() => {
              decline(`alt ${photo.id}`);
              setTyped({ ...typed });
            }}
          >
            {words.noThanks}
          </button>
        </div>
      ) : null}
      {elsewhere ? (
        <div className="problem" role="alert">
          <p>{words.saidElsewhere({ caption: elsewhere.caption, altText: elsewhere.altText })}</p>
          <button type="submit" className="button">
            {words.keepMine}
          </button>{' '}
          <button
            type="button"
            className="button"
            onClick={() => {
              setTyped({});
              setElsewhere(null);
            }}
          >
            {words.takeTheirs}
          </button>
        </div>
      ) : null}
    </form>
  );
}
