// The captions of a video: their cues once they are loaded, and whether the viewer wants to see them.
import { useEffect, useState } from 'react';
import { type Cue, parseCues } from './cues';

const KEY = 'waymark.captions';
const NONE: readonly Cue[] = [];

interface Captions {
  cues: readonly Cue[];
  areShown: boolean;
  toggle: () => void;
}

export function useCaptions(url: string | undefined): Captions {
  const [cues, setCues] = useState(NONE);
  const [areShown, setAreShown] = useState(() => localStorage.getItem(KEY) === 'shown');
  // A new signature is no new file.
  const address = url?.split('?')[0];

  useEffect(() => {
    if (!url) return;
    const leaving = new AbortController();
    fetch(url, { signal: leaving.signal })
      .then((response) => (response.ok ? response.text() : ''))
      .then((vtt) => setCues(parseCues(vtt)))
      .catch(() => undefined); // the video plays without them
    return () => leaving.abort();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the address stands for the file
  }, [address]);

  function toggle() {
    localStorage.setItem(KEY, areShown ? 'hidden' : 'shown');
    setAreShown(!areShown);
  }

  return { cues, areShown, toggle };
}
