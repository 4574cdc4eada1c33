// The state of the article editor: content is stored on this device at once, saved automatically, and kept in conflicts.
import { useEffect, useMemo, useState } from 'react';
import { useClient } from 'urql';
import { Autosave, type SaveState } from './autosave';
import { type Draft, DraftSaver, hasSameContent, type DraftContent, getContent } from './draft-saver';
import { useMessages } from './messages/use-messages';
import { changePost } from './post-changes';
import { type UnsavedDraft, UnsavedDraftStore } from './unsaved-drafts';

/** How soon a failed save is retried. */
const RETRY_MS = 10_000;

export interface Conflict {
  /** The common ancestor of both versions. */
  base: DraftContent;
  theirs: Draft;
}

export type StateChange = 'publish' | 'unpublish' | 'publishRevision' | 'discardRevision';

export interface DraftEditor {
  content: DraftContent;
  change: (changes: Partial<DraftContent>) => void;
  saving: { state: SaveState; problem: string | null };
  saveNow: () => Promise<boolean>;
  /** Change the article's state; what is on the screen is saved first. Resolves to why it was refused, or null. */
  changeState: (change: StateChange) => Promise<string | null>;
  conflict: Conflict | null;
  /** End the conflict with the chosen content. */
  resolveConflict: (chosen: DraftContent) => void;
  unsaved: UnsavedDraft | null;
  restore: () => void;
  discard: () => void;
}

/** The text is as it is published, so there is no revision to publish or discard. */
const NOTHING_TO_CHANGE = { post: null, refusal: null };

export function useDraftEditor(draft: Draft, viewerId: string): DraftEditor {
  const client = useClient();
  const messages = useMessages();
  // The draft as it was opened; the saver keeps track of later versions.
  const [opened] = useState(draft);
  const [content, setContent] = useState<DraftContent>(() => getContent(opened));
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [saving, setSaving] = useState<DraftEditor['saving']>({ state: 'saved', problem: null });
  const unsavedDrafts = useMemo(() => new UnsavedDraftStore(viewerId, opened.id), [viewerId, opened]);
  const [left, setUnsaved] = useState(() =>
    unsavedDrafts.findOthers().filter(({ content: found }) => !hasSameContent(found, getContent(opened))),
  );
  const saver = useMemo(
    (): DraftSaver =>
      new DraftSaver(client, opened, (theirs) => setConflict({ base: getContent(saver.lastKnown), theirs })),
    [client, opened],
  );
  const autosave = useMemo(
    () =>
      new Autosave<DraftContent>(saver.save, (state, problem) => {
        if (state === 'saved') unsavedDrafts.clear();
        setSaving({ state, problem });
      }),
    [saver, unsavedDrafts],
  );

  // Save pending changes when leaving the page.
  useEffect(() => () => void autosave.flush(), [autosave]);

  // Retry failed saves when the network is back, and periodically; a refused text has to be changed.
  const hasFailed = saving.state === 'failed' && !conflict;
  useEffect(() => {
    if (!hasFailed) return undefined;
    const retrySave = () => void autosave.flush();
    const timer = setInterval(retrySave, RETRY_MS);
    addEventListener('online', retrySave);
    return () => {
      clearInterval(timer);
      removeEventListener('online', retrySave);
    };
  }, [hasFailed, autosave]);

  function updateContent(next: DraftContent) {
    setContent(next);
    unsavedDrafts.store(next, getContent(saver.lastKnown));
    // During a conflict nothing is sent: the choice is saved next.
    if (!conflict) autosave.change(next);
  }

  function settle(chosen: DraftContent) {
    if (!conflict) return;
    saver.acceptVersion(conflict.theirs);
    setConflict(null);
    setContent(chosen);
    if (hasSameContent(chosen, getContent(conflict.theirs))) {
      void autosave.discard();
      return;
    }
    unsavedDrafts.store(chosen, getContent(saver.lastKnown));
    autosave.change(chosen);
  }

  function discardUnsaved() {
    for (const found of left) unsavedDrafts.remove(found);
    setUnsaved([]);
  }

  function restore() {
    const found = left[0];
    if (!found) return;
    unsavedDrafts.store(found.content, found.base);
    setUnsaved(left.slice(1));
    unsavedDrafts.remove(found);
    if (hasSameContent(found.base, getContent(saver.lastKnown))) {
      updateContent(found.content);
      return;
    }
    // The article was saved since: show both versions instead of overwriting one unseen.
    setContent(found.content);
    setConflict({ base: found.base, theirs: saver.lastKnown });
  }

  async function saveNow(): Promise<boolean> {
    await autosave.flush();
    return autosave.isSaved;
  }

  async function changeState(change: StateChange): Promise<string | null> {
    if (change === 'discardRevision') await autosave.discard();
    else if (!(await saveNow())) return messages.saveFirst;
    const { id, version, revision } = saver.lastKnown;
    const isOfRevision = change === 'publishRevision' || change === 'discardRevision';
    const seen = isOfRevision ? revision?.version : version;
    const { post, refusal } =
      seen === undefined ? NOTHING_TO_CHANGE : await changePost(client, { id, version: seen }, change);
    if (post) saver.acceptVersion(post);
    if (change !== 'discardRevision') return refusal;
    if (refusal === null) setContent(getContent(saver.lastKnown));
    else autosave.change(content);
    return refusal;
  }

  return {
    content,
    change: (changes) => updateContent({ ...content, ...changes }),
    saving,
    saveNow,
    changeState,
    conflict,
    resolveConflict: settle,
    unsaved: left[0] ?? null,
    restore,
    discard: discardUnsaved,
  };
}
