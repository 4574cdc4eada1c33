// A photo's caption and alt text, saved automatically, with the suggested alt text.
import { type SyntheticEvent, useState } from 'react';
import type { FragmentOf } from '../../../shared/graphql/graphql';
import { dismissSuggestion, isSuggestionDismissed } from './dismissed-suggestions';
import { useMessages } from './messages/use-messages';
import { type PhotoTextFields, type PhotoText, usePhotoText } from './use-photo-text';
import { TextArea, TextInput } from '../../../shared/ui/text-field';

export function PhotoTextForm({ photo: masked }: { photo: FragmentOf<typeof PhotoTextFields> }) {
  const messages = useMessages();
  const { photo, text, change: type, save, conflicting: elsewhere, discardTyped } = usePhotoText(masked);
  const [, setDeclined] = useState(false);
  const suggestion = text.altText === '' && !isSuggestionDismissed(`alt ${photo.id}`) ? photo.suggestedAltText : null;

  const field = (name: keyof PhotoText) => ({
    className: 'input',
    value: text[name],
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
        {messages.caption}
        <TextInput {...field('caption')} maxCharacters={500} />
      </label>
      <label className="field">
        {messages.altText}
        <TextArea {...field('altText')} maxCharacters={1000} rows={2} />
      </label>
      {suggestion ? (
        <div className="tray-suggestion" role="group" aria-label={messages.suggestion}>
          <p>{messages.suggestedAltText({ text: suggestion })}</p>
          <button type="button" className="button" onClick={() => save({ altText: suggestion })}>
            {messages.use}
          </button>
          <button
            type="button"
            className="button button-plain"
            onClick={() => {
              dismissSuggestion(`alt ${photo.id}`);
              setDeclined(true);
            }}
          >
            {messages.dismiss}
          </button>
        </div>
      ) : null}
      {elsewhere ? (
        <div className="problem" role="alert">
          <p>{messages.editedElsewhere({ caption: elsewhere.caption, altText: elsewhere.altText })}</p>
          <button type="submit" className="button">
            {messages.keepMine}
          </button>{' '}
          <button type="button" className="button" onClick={discardTyped}>
            {messages.useNewer}
          </button>
        </div>
      ) : null}
    </form>
  );
}
