// The words of an article while they are written: they save by themselves, and a change made elsewhere shows both versions.
import { useEffect, useMemo, useState } from 'react';
import { useClient } from 'urql';
import { type FragmentOf, readFragment } from '../../shared/graphql/graphql';
import { Autosave, type SaveState } from './autosave';
import { type Draft, DraftFields, DraftSaver, type Words, wordsOf } from './draft-saver';
import { Markdown } from './markdown';
import './draft-form.css';

const SAID: Record<SaveState, string> = { saved: 'Saved', waiting: 'Not saved yet', saving: 'Saving …', refused: 'Not saved' };

export function DraftForm({ draft: masked }: { draft: FragmentOf<typeof DraftFields> }) {
  const draft = readFragment(DraftFields, masked);
  const [words, setWords] = useState<Words>(() => wordsOf(draft));
  const [theirs, setTheirs] = useState<Draft | null>(null);
  const [saving, setSaving] = useState<{ state: SaveState; problem: string | null }>({ state: 'saved', problem: null });
  const [isPreview, setPreview] = useState(false);
  const client = useClient();
  // The draft as it was opened: what is saved later brings newer ones, which the saver knows already.
  const [opened] = useState(draft);
  const saver = useMemo(() => new DraftSaver(client, opened, setTheirs), [client, opened]);
  const autosave = useMemo(() => new Autosave<Words>(saver.save, (state, problem) => setSaving({ state, problem })), [saver]);
  // What was typed last must not be lost when one leaves the page.
  useEffect(() => () => void autosave.flush(), [autosave]);

  function change(changes: Partial<Words>) {
    const next = { ...words, ...changes };
    setWords(next);
    autosave.change(next);
  }

  function keep(chosen: Words, current: Draft) {
    saver.haveSeen(current);
    setTheirs(null);
    setWords(chosen);
    autosave.change(chosen);
  }

  return (
    <section className="draft" aria-label="Words">
      {theirs ? <BothVersions mine={words} theirs={theirs} keep={keep} /> : null}
      <input className="draft-title" aria-label="Title" placeholder="Title" maxLength={200} value={words.title} onChange={(event) => change({ title: event.target.value })} />
      <p className="draft-bar">
        <button type="button" className="button" aria-pressed={isPreview} onClick={() => setPreview(!isPreview)}>
          {isPreview ? 'Write' : 'Preview'}
        </button>
        <span role="status" className={`draft-${saving.state}`}>
          {SAID[saving.state]}
          {saving.problem ? `: ${saving.problem}` : ''}
        </span>
        {saving.state === 'refused' && !theirs ? (
          <button type="button" className="button button-plain" onClick={() => void autosave.flush()}>
            Save now
          </button>
        ) : null}
      </p>
      {isPreview ? (
        <Markdown text={words.body} />
      ) : (
        <textarea className="input draft-body" aria-label="Text, in Markdown" placeholder="Tell it. **Bold**, _italic_, lists and links work." maxLength={50_000} value={words.body} onChange={(event) => change({ body: event.target.value })} />
      )}
      <div className="draft-row">
        <label className="field">
          Tags
          <input className="input" placeholder="rivers, autumn" value={words.tags} onChange={(event) => change({ tags: event.target.value })} />
        </label>
        <label className="field">
          Who may read it
          <select className="input" value={words.visibility} onChange={(event) => change({ visibility: event.target.value as Words['visibility'] })}>
            <option value="PUBLIC">Everybody</option>
            <option value="FOLLOWERS">My followers</option>
            <option value="PRIVATE">Only me</option>
          </select>
        </label>
      </div>
    </section>
  );
}

function BothVersions({ mine, theirs, keep }: { mine: Words; theirs: Draft; keep: (chosen: Words, current: Draft) => void }) {
  return (
    <div className="draft-both" role="alert">
      <p>This article was changed elsewhere while you wrote. Both versions are here; choose one.</p>
      <div className="draft-row">
        <div>
          <h3>Yours: {mine.title}</h3>
          <pre>{mine.body}</pre>
          <button type="button" className="button" onClick={() => keep(mine, theirs)}>
            Keep mine
          </button>
        </div>
        <div>
          <h3>The other: {theirs.title}</h3>
          <pre>{theirs.body}</pre>
          <button type="button" className="button" onClick={() => keep(wordsOf(theirs), theirs)}>
            Take the other
          </button>
        </div>
      </div>
    </div>
  );
}
