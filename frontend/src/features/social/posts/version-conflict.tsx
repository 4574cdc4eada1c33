// An edit conflict: both versions side by side, to keep one or merge them.
import { useState } from 'react';
import { type DraftContent, getContent } from './draft-saver';
import { mergeContent } from './merge';
import { useMessages } from './messages/use-messages';
import { VisibilityChoice } from './visibility-choice';
import type { Conflict } from './use-draft-editor';
import { TextArea, TextInput } from '../../../shared/ui/text-field';
import { isolate } from '../../../shared/text';
import { TagField } from './tag-field';

interface Props {
  mine: DraftContent;
  conflict: Conflict;
  resolve: (chosen: DraftContent) => void;
}

export function VersionConflict({ mine, conflict, resolve }: Props) {
  const messages = useMessages();
  const theirs = getContent(conflict.theirs);
  const [merged, setMerged] = useState<DraftContent | null>(null);

  return (
    <div className="draft-both" role="alert">
      <p className="draft-both-title">{messages.editedElsewhere}</p>
      <div className="draft-columns">
        <VersionColumn
          heading={messages.yourVersion}
          shown={mine}
          other={theirs}
          action={messages.keepMine}
          onSelect={() => resolve(mine)}
        />
        <VersionColumn
          heading={messages.newerVersion}
          shown={theirs}
          other={mine}
          action={messages.useNewer}
          onSelect={() => resolve(theirs)}
        />
      </div>
      {merged ? (
        <form
          className="draft-merge"
          onSubmit={(event) => {
            event.preventDefault();
            resolve(merged);
          }}
        >
          <label className="field">
            {messages.mergedTitle}
            <TextInput
              className="input"
              maxCharacters={200}
              required
              value={merged.title}
              onChange={(event) => setMerged({ ...merged, title: event.target.value })}
            />
          </label>
          <label className="field">
            {messages.mergedText}
            <TextArea
              className="input"
              rows={10}
              maxCharacters={50_000}
              value={merged.body}
              onChange={(event) => setMerged({ ...merged, body: event.target.value })}
            />
            <small>{messages.mergedHint}</small>
          </label>
          <TagField tags={merged.tags} change={(tags) => setMerged({ ...merged, tags })} />
          <VisibilityChoice value={merged.visibility} change={(visibility) => setMerged({ ...merged, visibility })} />
          <button type="submit" className="button button-main">
            {messages.saveMerged}
          </button>
        </form>
      ) : (
        <button type="button" className="button" onClick={() => setMerged(mergeContent(conflict.base, mine, theirs))}>
          {messages.merge}
        </button>
      )}
    </div>
  );
}

interface VersionProps {
  heading: string;
  shown: DraftContent;
  other: DraftContent;
  action: string;
  onSelect: () => void;
}

function VersionColumn({ heading, shown, other, action, onSelect }: VersionProps) {
  const messages = useMessages();
  const known = new Set(other.body.split('\n'));
  return (
    <div className="draft-version">
      <h2>{heading}</h2>
      <p dir="auto" className={shown.title === other.title ? 'draft-same' : undefined}>
        {shown.title}
      </p>
      <pre dir="auto" tabIndex={0} role="region" aria-label={heading}>
        {shown.body.split('\n').map((line, place) =>
          known.has(line) ? (
            <span key={place} className="draft-same">
              {line}
              {'\n'}
            </span>
          ) : (
            <mark key={place}>
              {line}
              {'\n'}
            </mark>
          ),
        )}
      </pre>
      <p className="draft-meta">{[...shown.tags.map(isolate), messages[shown.visibility]].join(' · ')}</p>
      <button type="button" className="button" onClick={onSelect}>
        {action}
      </button>
    </div>
  );
}
