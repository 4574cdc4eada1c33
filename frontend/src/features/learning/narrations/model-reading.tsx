// How the voice reads one paragraph: part of the article's sound, which is made if nobody had it made before.
import { useEffect, useRef, useState } from 'react';
import { countCharacters } from '../../../shared/text';
import { Loading } from '../../../shared/ui/state';
import { useSound } from '../speaking/use-sound';
import type { Audio } from './audio-data';
import { AudioProgress } from './audio-progress';
import { findStretch, type Stretch } from './stretch';
import { useMessages } from './messages/use-messages';
import { useAudio } from './use-audio';
import './narrations.css';

interface Props {
  subjectId: string;
  text: string;
  paragraph: string;
}

/** Ask for nothing before it is pressed. */
export function ModelReading(props: Props) {
  const messages = useMessages();
  const [wasAsked, setAsked] = useState(false);
  if (wasAsked) return <RequestedReading {...props} />;
  return (
    <button type="button" className="button" onClick={() => setAsked(true)}>
      {messages.model}
    </button>
  );
}

function RequestedReading({ subjectId, text, paragraph }: Props) {
  const messages = useMessages();
  const version = useAudio(subjectId);
  const { audio, problem, create } = version;
  const isMissing = audio === null;
  const latest = useRef(create);

  useEffect(() => {
    latest.current = create;
  });
  useEffect(() => {
    if (isMissing) void latest.current();
  }, [isMissing]);

  if (problem)
    return (
      <p className="problem" role="alert">
        {problem}
      </p>
    );
  if (!audio) return <Loading what={messages.model} />;
  if (audio.state !== 'READY') return <AudioProgress audio={audio} version={version} />;
  return <ParagraphPlayer audio={audio} stretch={findStretch(audio.paragraphs, measure(text, paragraph))} />;
}

function ParagraphPlayer({ audio, stretch }: { audio: Audio; stretch: Stretch | null }) {
  const messages = useMessages();
  const { url, hasFailed, player, play } = useSound(audio.url);
  const wasPlayed = useRef(false);

  useEffect(() => {
    // Once it is there it plays: that is what was pressed.
    if (!url || !stretch || wasPlayed.current) return;
    wasPlayed.current = true;
    play(stretch);
  });

  if (!stretch) return <p role="status">{messages.notRead}</p>;
  if (hasFailed) return <p role="alert">{messages.soundFailed}</p>;
  if (!url) return <Loading what={messages.sound} />;
  return (
    <>
      <button type="button" className="button" onClick={() => play(stretch)}>
        {messages.model}
      </button>
      <audio ref={player} src={url} aria-hidden="true" />
    </>
  );
}

function measure(text: string, paragraph: string): { start: number; end: number } {
  const start = countCharacters(text.slice(0, Math.max(0, text.indexOf(paragraph))));
  return { start, end: start + countCharacters(paragraph) };
}
