// An article's words while they are written: noted on this device at once, saved by themselves, both versions kept in a conflict.
import { useEffect, useMemo, useState } from 'react';
import { useClient } from 'urql';
import { Autosave, type SaveState } from './autosave';
import { type Draft, DraftSaver, isSame, type Words, wordsOf } from './draft-saver';
import { type Found, Journal } from './journal';

/** How soon a refused save is tried again by itself. */
const AGAIN_MS = 10_000;

export interface Conflict {
  /** What both versions began with. */
  base: Words;
  theirs: Draft;
}

export interface Desk {
  words: Words;
  change: (changes: Partial<Words>) => void;
  saving: { state: SaveState; problem: string | null };
  saveNow: () => Promise<boolean>;
  /** The version to publish, once everything is saved. */
  version: () => number;
  haveSeen: (version: number) => void;
  conflict: Conflict | null;
  /** End the conflict with these words: mine, theirs or merged ones. */
  settle: (chosen: Words) => void;
  left: Found | null;
  restore: () => void;
  discard: () => void;
}

export function useDraft(draft: Draft, viewerId: string): Desk {
  const client = useClient();
  // The draft as it was opened: what is saved later brings newer ones, which the saver knows already.
  const [opened] = useState(draft);
  const [words, setWords] = useState<Words>(() => wordsOf(opened));
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [saving, setSaving] = useState<Desk['saving']>({ state: 'saved', problem: null });
  const journal = useMemo(() => new Journal(viewerId, opened.id), [viewerId, opened]);
  const [left, setLeft] = useState(() => journal.found().filter(({ words: found }) => !isSame(found, wordsOf(opened))));
  const saver = useMemo((): DraftSaver => new DraftSaver(client, opened, (theirs) => setConflict({ base: wordsOf(saver.known), theirs })), [client, opened]);
  const autosave = useMemo(
    () =>
      new Autosave<Words>(saver.save, (state, problem) => {
        if (state === 'saved') journal.done();
        setSaving({ state, problem });
      }),
    [saver, journal],
  );

  // What was typed last must not be lost when one leaves the page.
  useEffect(() => () => void autosave.flush(), [autosave]);

  // What could not be saved is tried again: when the network is back, and now and then.
  const isRefused = saving.state === 'refused' && !conflict;
  useEffect(() => {
    if (!isRefused) return undefined;
    const again = () => void autosave.flush();
    const timer = setInterval(again, AGAIN_MS);
    addEventListener('online', again);
    return () => {
      clearInterval(timer);
      removeEventListener('online', again);
    };
  }, [isRefused, autosave]);

  function write(next: Words) {
    setWords(next);
    journal.note(next, wordsOf(saver.known));
    // While both versions are shown nothing is sent: the choice is what is saved next.
    if (!conflict) autosave.change(next);
  }

  function settle(chosen: Words) {
    if (!conflict) return;
    saver.haveSeen(conflict.theirs);
    setConflict(null);
    setWords(chosen);
    if (isSame(chosen, wordsOf(conflict.theirs))) { autosave.drop(); return; }
    journal.note(chosen, wordsOf(saver.known));
    autosave.change(chosen);
  }

  function letGo() {
    for (const found of left) journal.remove(found);
    setLeft([]);
  }

  function restore() {
    const found = left[0];
    if (!found) return;
    journal.note(found.words, found.base);
    setLeft(left.slice(1));
    journal.remove(found);
    if (isSame(found.base, wordsOf(saver.known))) { write(found.words); return; }
    // Somebody saved since: both are shown, instead of one winning unseen.
    setWords(found.words);
    setConflict({ base: found.base, theirs: saver.known });
  }

  async function saveNow(): Promise<boolean> {
    await autosave.flush();
    return autosave.isDone;
  }

  return {
    words,
    change: (changes) => write({ ...words, ...changes }),
    saving,
    saveNow,
    version: () => saver.known.version,
    haveSeen: (version) => saver.haveSeen({ ...saver.known, version }),
    conflict,
    settle,
    left: left[0] ?? null,
    restore,
    discard: letGo,
  };
}
