// The words of an article while they are written: they save by themselves, and what this device kept is offered back.
import { lazy, Suspense, useState } from 'react';
import { When } from '../../shared/ui/when';
import { Markdown } from './markdown';
import { useWords } from './messages/words';
import type { Desk } from './use-draft';
import './draft-form.css';

const BothVersions = lazy(async () => ({ default: (await import('./both-versions')).BothVersions }));

export function DraftForm({ desk }: { desk: Desk }) {
  const { words: written, change, saving, conflict } = desk;
  const words = useWords();
  const [isPreview, setPreview] = useState(false);
  const said = { saved: words.saved, waiting: words.notSavedYet, saving: words.saving, refused: words.notSaved };

  return (
    <section className="draft" aria-label={words.wordsOfArticle}>
      <LeftBehind desk={desk} />
      {conflict ? (
        <Suspense>
          <BothVersions key={conflict.theirs.version} mine={written} conflict={conflict} settle={desk.settle} />
        </Suspense>
      ) : null}
      <textarea className="draft-title" aria-label={words.title} placeholder={words.title} maxLength={200} rows={1} value={written.title} onChange={(event) => change({ title: event.target.value.replaceAll('\n', ' ') })} />
      <p className="draft-bar">
        <button type="button" className="button" aria-pressed={isPreview} onClick={() => setPreview(!isPreview)}>
          {isPreview ? words.goOnWriting : words.preview}
        </button>
        <span role="status" className={`draft-${saving.state}`}>
          {said[saving.state]}
          {saving.problem ? `: ${saving.problem}` : ''}
        </span>
        {saving.state === 'refused' && !conflict ? (
          <button type="button" className="button button-plain" onClick={() => void desk.saveNow()}>
            {words.saveNow}
          </button>
        ) : null}
      </p>
      {isPreview ? (
        <Markdown text={written.body} />
      ) : (
        <textarea className="input draft-body" aria-label={words.textInMarkdown} placeholder={words.tellIt} maxLength={50_000} value={written.body} onChange={(event) => change({ body: event.target.value })} />
      )}
      <label className="field">
        {words.tags}
        <input className="input" placeholder={words.tagsSuchAs} value={written.tags} onChange={(event) => change({ tags: event.target.value })} />
      </label>
    </section>
  );
}

function LeftBehind({ desk: { left, restore, discard } }: { desk: Desk }) {
  const words = useWords();
  if (!left) return null;
  return (
    <div className="draft-left" role="alert">
      <p>
        {words.leftUnsaved} <When at={left.at} />
      </p>
      <blockquote>{[left.words.title, left.words.body].filter(Boolean).join(' · ').slice(0, 180)}</blockquote>
      <p>
        <button type="button" className="button button-main" onClick={restore}>
          {words.restore}
        </button>
        <button type="button" className="button button-plain" onClick={discard}>
          {words.throwAway}
        </button>
      </p>
    </div>
  );
}
