// The player of an article's sound; before that, the button that has it read aloud, and how far it is.
import { Link, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { useIsOnline } from '../../../shared/offline/online';
import { useSession } from '../../../shared/session-context';
import { Loading } from '../../../shared/ui/state';
import { useSound } from '../speaking/use-sound';
import type { Audio } from './audio-data';
import { AudioProgress } from './audio-progress';
import { useMessages } from './messages/use-messages';
import { type AudioOfArticle, useAudio } from './use-audio';

export function ArticlePlayer({ subjectId }: { subjectId: string }) {
  const messages = useMessages();
  const version = useAudio(subjectId);
  const { audio, problem } = version;
  return (
    <section className="listen-panel" aria-label={messages.title}>
      <p className="feedback-note">{messages.what}</p>
      {audio === undefined && !problem ? <Loading what={messages.loading} /> : null}
      {audio === null ? <AskForAudio version={version} /> : null}
      {audio ? <AudioContent audio={audio} version={version} /> : null}
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
    </section>
  );
}

function AudioContent({ audio, version }: { audio: Audio; version: AudioOfArticle }) {
  const [tries, setTries] = useState(0);
  if (audio.state !== 'READY') return <AudioProgress audio={audio} version={version} />;

  function loadAgain(): void {
    version.reload();
    setTries(tries + 1);
  }

  return <Player key={`${tries} ${audio.url ? '' : '-'}`} address={audio.url} retry={loadAgain} />;
}

function Player({ address, retry }: { address: string | null; retry: () => void }) {
  const messages = useMessages();
  const { url, hasFailed, player } = useSound(address);
  if (hasFailed)
    return (
      <div className="problem" role="alert">
        <p>{messages.soundFailed}</p>
        <button type="button" className="button" onClick={retry}>
          {messages.tryAgain}
        </button>
      </div>
    );
  if (!url) return <Loading what={messages.sound} />;
  return <audio ref={player} controls src={url} aria-label={messages.player} className="reading-sound" />;
}

function AskForAudio({ version }: { version: AudioOfArticle }) {
  const messages = useMessages();
  const { viewerId } = useSession();
  const to = useLocation({ select: ({ href }) => href });
  const isOnline = useIsOnline();
  if (viewerId === null)
    return (
      <p>
        {messages.notMade}{' '}
        <Link to="/sign-in" search={{ to }}>
          {messages.signIn}
        </Link>
      </p>
    );
  return (
    <>
      <button
        type="button"
        className="button button-main"
        disabled={version.isAsking || !isOnline}
        onClick={() => void version.create()}
      >
        {messages.make}
      </button>
      {isOnline ? null : <p role="status">{messages.offline}</p>}
    </>
  );
}
