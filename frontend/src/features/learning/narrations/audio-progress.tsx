// How far an article is read aloud, or why it was not.
import { getLanguage } from '../../../shared/i18n/language';
import { useSession } from '../../../shared/session-context';
import type { Audio } from './audio-data';
import { useMessages } from './messages/use-messages';
import type { AudioOfArticle } from './use-audio';

export function AudioProgress({ audio, version }: { audio: Audio; version: AudioOfArticle }) {
  const messages = useMessages();
  const { viewerId } = useSession();
  const { state, percent, failure } = audio;
  if (failure)
    return (
      <div className="problem" role="alert">
        <p>{getLanguage() === 'en' ? failure.message : messages[failure.reason]}</p>
        {viewerId === null ? null : (
          <button type="button" className="button" disabled={version.isAsking} onClick={() => void version.create()}>
            {messages.tryAgain}
          </button>
        )}
      </div>
    );
  return (
    <>
      <p role="status">{state === 'WAITING' ? messages.waiting : messages.making}</p>
      <progress max={100} value={percent} aria-label={messages.making} />
    </>
  );
}
