// A form that records a paragraph: consent, the microphone with its level, listening to it again, and sending it.
import { useEffect, useRef, useState } from 'react';
import { useLanguage } from '../../../shared/i18n/language';
import { useIsOnline } from '../../../shared/offline/online';
import { useMessages } from './messages/use-messages';
import type { Quota } from './reading-data';
import { canRecord, type Recorder } from './recorder';
import type { Readings } from './use-readings';
import { useRecorder } from './use-recorder';

interface Props {
  paragraph: string;
  readings: Readings;
}

export function RecordingForm({ paragraph, readings }: Props) {
  const messages = useMessages();
  const isOnline = useIsOnline();
  const [hasAgreed, setAgreed] = useState(false);
  const { recorder, recording, isRefused, start, discard } = useRecorder();
  const { quota, isSending } = readings;
  const hindrance = !canRecord() ? messages.cannotRecord : !isOnline ? messages.offline : null;
  const isSpent = quota?.remaining === 0;

  async function send(): Promise<void> {
    if (recording && (await readings.send(paragraph, recording))) discard();
  }

  return (
    <>
      <label className="reading-consent">
        <input type="checkbox" checked={hasAgreed} onChange={({ currentTarget }) => setAgreed(currentTarget.checked)} />
        {messages.consent}
      </label>
      {quota ? <RecordingsLeft quota={quota} /> : null}
      {recorder ? (
        <Meter recorder={recorder} />
      ) : (
        <button
          type="button"
          className={recording ? 'button' : 'button button-main'}
          disabled={!hasAgreed || isSending || isSpent || hindrance !== null}
          onClick={() => void start()}
        >
          {recording ? messages.recordAgain : messages.record}
        </button>
      )}
      {hindrance || isRefused ? <p role="status">{hindrance ?? messages.microphoneRefused}</p> : null}
      {recording ? (
        <>
          <audio controls src={recording.url} aria-label={messages.yourRecording} className="reading-sound" />
          <button
            type="button"
            className="button button-main"
            disabled={!hasAgreed || isSending || hindrance !== null}
            onClick={() => void send()}
          >
            {isSending ? messages.sending : messages.send}
          </button>
        </>
      ) : null}
    </>
  );
}

function RecordingsLeft({ quota: { remaining, resetsAt } }: { quota: Quota }) {
  const messages = useMessages();
  const { locale } = useLanguage();
  const time = new Date(resetsAt).toLocaleTimeString(locale, { timeStyle: 'short' });
  return (
    <p className="feedback-note">
      {remaining > 0 ? messages.quota({ count: remaining }) : messages.quotaUsed({ time })}
    </p>
  );
}

/** How loud it is, and the button that stops. The level is drawn without rendering anything. */
function Meter({ recorder }: { recorder: Recorder }) {
  const messages = useMessages();
  const meter = useRef<HTMLMeterElement>(null);

  useEffect(() => {
    let frame = 0;
    const draw = () => {
      if (meter.current) meter.current.value = recorder.readLevel();
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [recorder]);

  return (
    <>
      <p role="status">{messages.recording}</p>
      <meter ref={meter} className="reading-level" min={0} max={1} value={0} aria-label={messages.level} />
      <button type="button" className="button button-main" onClick={recorder.stop} autoFocus>
        {messages.stop}
      </button>
    </>
  );
}
