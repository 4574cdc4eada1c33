// An article that was changed in two places: both versions side by side, to keep one, take the other, or merge them by hand.
import { useState } from 'react';
import { type Words, wordsOf } from './draft-saver';
import { merged } from './merge';
import { useWords } from './messages/words';
import { VisibilityChoice } from './visibility-choice';
import type { Conflict } from './use-draft';

interface Props {
  mine: Words;
  conflict: Conflict;
  settle: (chosen: Words) => void;
}

export function BothVersions({ mine, conflict, settle }: Props) {
  const words = useWords();
  const theirs = wordsOf(conflict.theirs);
  const [draft, setDraft] = useState<Words | null>(null);

  return (
    <div className="draft-both" role="alert">
      <p className="draft-both-title">{words.changedElsewhere}</p>
      <div className="draft-columns">
        <Version heading={words.yours} shown={mine} other={theirs} action={words.keepMine} choose={() => settle(mine)} />
        <Version heading={words.theOther} shown={theirs} other={mine} action={words.takeTheirs} choose={() => settle(theirs)} />
      </div>
      {draft ? (
        <form
          className="draft-merge"
          onSubmit={(event) => {
            event.preventDefault();
            settle(draft);
          }}
        >
          <label className="field">
            {words.mergedTitle}
            <input className="input" maxLength={200} required value={draft.title} onChange={(event) => setDraft({ ...draft, title: event.target.value })} />
          </label>
          <label className="field">
            {words.mergedText}
            <textarea className="input" rows={10} maxLength={50_000} value={draft.body} onChange={(event) => setDraft({ ...draft, body: event.target.value })} />
            <small>{words.mergedHint}</small>
          </label>
          <label className="field">
            {words.tags}
            <input className="input" value={draft.tags} onChange={(event) => setDraft({ ...draft, tags: event.target.value })} />
          </label>
          <VisibilityChoice value={draft.visibility} change={(visibility) => setDraft({ ...draft, visibility })} />
          <button type="submit" className="button button-main">
            {words.saveMerged}
          </button>
        </form>
      ) : (
        <button type="button" className="button" onClick={() => setDraft(merged(conflict.base, mine, theirs))}>
          {words.mergeByHand}
        </button>
      )}
    </div>
  );
}

interface VersionProps {
  heading: string;
  shown: Words;
  other: Words;
  action: string;
  choose: () => void;
}

function Version({ heading, shown, other, action, choose }: VersionProps) {
  const words = useWords();
  const known = new Set(other.body.split('\n'));
  return (
    <div className="draft-version">
      <h2>{heading}</h2>
      <p className={shown.title === other.title ? 'draft-same' : undefined}>{shown.title}</p>
      <pre tabIndex={0} role="region" aria-label={heading}>
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
      <p className="draft-meta">
        {[shown.tags, words[shown.visibility]].filter(Boolean).join(' · ')}
      </p>
      <button type="button" className="button" onClick={choose}>
        {action}
      </button>
    </div>
  );
}
