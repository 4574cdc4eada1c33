// One recording at a time: the microphone, what was recorded, and an address to play it from.
import { useEffect, useRef, useState } from 'react';
import { type Recorder, type Recording, startRecorder } from './recorder';

/** The API takes three minutes; stopping takes a moment. */
const MOST_SECONDS = 178;

interface PlayableRecording extends Recording {
  url: string;
}

interface RecorderState {
  recorder: Recorder | null;
  recording: PlayableRecording | null;
  isRefused: boolean;
  start: () => Promise<void>;
  discard: () => void;
}

export function useRecorder(): RecorderState {
  const [recorder, setRecorder] = useState<Recorder | null>(null);
  const [recording, setRecording] = useState<PlayableRecording | null>(null);
  const [isRefused, setRefused] = useState(false);
  useRevocation(recording?.url ?? null);
  const running = useRef<Recorder | null>(null);
  const isGone = useRef(false);

  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      running.current?.cancel();
    };
  }, []);

  useEffect(() => {
    if (!recorder) return undefined;
    const timer = setTimeout(recorder.stop, MOST_SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [recorder]);

  async function start(): Promise<void> {
    setRecording(null);
    setRefused(false);
    const newRecorder = await startRecorder().catch(() => null);
    if (!newRecorder) {
      setRefused(true);
      return;
    }
    running.current = newRecorder;
    if (isGone.current) {
      newRecorder.cancel();
      return;
    }
    setRecorder(newRecorder);
    const newRecording = await newRecorder.recording;
    setRecorder(null);
    if (newRecording) setRecording({ ...newRecording, url: URL.createObjectURL(newRecording.file) });
  }

  return {
    recorder,
    recording,
    isRefused,
    start,
    discard: () => setRecording(null),
  };
}

/** Let go of a file's address once it is no longer shown. */
export function useRevocation(url: string | null): void {
  useEffect(() => () => (url ? URL.revokeObjectURL(url) : undefined), [url]);
}
