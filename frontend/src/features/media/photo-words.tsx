// What an author says of a photo: it saves by itself; the AI's words for it are taken or turned down.
import { type SyntheticEvent, useState } from 'react';
import type { FragmentOf } from '../../shared/graphql/graphql';
import { decline, isDeclined } from './declined';
import { useWords } from './messages/words';
import { type PhotoWordsFields, type Said, usePhotoWords } from './use-photo-words';

export function PhotoWords({ photo: masked }: { photo: FragmentOf<typeof PhotoWordsFields> }) {
  const words = useWords();
  const { photo, words: said, type, save, elsewhere, takeTheirs } = usePhotoWords(masked);
  const [, setDeclined] = useState(false);
  const suggestion = said.altText === '' && !isDeclined(`alt ${photo.id}`) ? photo.suggestedAltText : null;

  const field = (name: keyof Said) => ({
    className: 'input',
    value: said[name],
    onChange: ({ target }: { target: { value: string } }) => type({ [name]: target.value }),
  });

  return (
    <form
      className="tray-form"
      onBlur={() => {
        if (!elsewhere) save();
      }}
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        save();
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
          <button type="button" className="button" onClick={() => save({ altText: suggestion })}>
            {words.takeIt}
          </button>
          <button
            type="button"
            className="button button-plain"
            onClick={() => {
              decline(`alt ${photo.id}`);
              setDeclined(true);
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
            onClick={takeTheirs}
          >
            {words.takeTheirs}
          </button>
        </div>
      ) : null}
    </form>
  );
}
