// Reading aloud: a paragraph to choose, its recording, how far it is, what was heard, and earlier recordings.
import { useState } from 'react';
import { getLanguage, useLanguage } from '../../../shared/i18n/language';
import { takeCharacters } from '../../../shared/text';
import { ConfirmButton } from '../../../shared/ui/confirm-button';
import { ModelReading } from '../narrations/model-reading';
import { useMessages } from './messages/use-messages';
import { listParagraphs, toSpokenText } from './paragraphs';
import type { FailureOfReading, Progress, StepOfReading } from './reading-data';
import { ReadingResult } from './reading-result';
import { RecordingForm } from './recording-form';
import { type Readings, useReadings } from './use-readings';
import './reading.css';

interface Props {
  subjectId: string;
  text: string;
}

const TITLE_LENGTH = 60;

export function ReadingPanel({ subjectId, text }: Props) {
  const messages = useMessages();
  const readings = useReadings(subjectId);
  const paragraphs = listParagraphs(text);
  const [chosen, setChosen] = useState('');
  const paragraph = paragraphs.includes(chosen) ? chosen : paragraphs[0];
  return (
    <section className="feedback reading" aria-label={messages.title}>
      <p className="feedback-note">{messages.what}</p>
      {paragraph === undefined ? (
        <p>{messages.nothingToRead}</p>
      ) : (
        <>
          <label className="reading-choice">
            {messages.paragraph}
            <select value={paragraph} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
              {paragraphs.map((each) => (
                <option key={each} value={each}>
                  {shorten(toSpokenText(each))}
                </option>
              ))}
            </select>
          </label>
          <blockquote className="reading-paragraph" dir="auto">
            {toSpokenText(paragraph)}
          </blockquote>
          <ModelReading key={`model ${paragraph}`} subjectId={subjectId} text={text} paragraph={paragraph} />
          <RecordingForm key={paragraph} paragraph={paragraph} readings={readings} />
        </>
      )}
      {readings.problem ? (
        <p className="problem" role="alert">
          {readings.problem}
        </p>
      ) : null}
      {readings.wasDeleted ? <p role="status">{messages.deleted}</p> : null}
      {readings.progress ? <Shown progress={readings.progress} readings={readings} /> : null}
      <Earlier readings={readings} />
    </section>
  );
}

/** How far a recording is, or why nothing was heard, or what was; and the button that deletes it. */
function Shown({ progress, readings }: { progress: Progress; readings: Readings }) {
  const messages = useMessages();
  const { state, failure, reading } = progress;
  return (
    <>
      {state === 'WAITING' || state === 'RUNNING' ? <Steps progress={progress} /> : null}
      {failure ? (
        <div className="problem" role="alert">
          <p>{getLanguage() === 'en' ? failure.message : messages[failure.reason as FailureOfReading]}</p>
          {failure.retryable ? (
            <button type="button" className="button" onClick={() => void readings.retry()}>
              {messages.tryAgain}
            </button>
          ) : null}
        </div>
      ) : null}
      {state === 'DONE' && reading ? <ReadingResult key={progress.id} reading={reading} /> : null}
      <ConfirmButton
        label={messages.delete}
        className="button"
        isDisabled={false}
        question={messages.deleteQuestion}
        consequence={messages.deleteConsequence}
        action={messages.delete}
        isDestructive
        onConfirm={() => void readings.remove()}
      />
    </>
  );
}

function Steps({ progress }: { progress: Progress }) {
  const messages = useMessages();
  return (
    <ol className="feedback-steps" aria-label={messages.steps} aria-live="polite">
      {progress.steps.map(({ name, status }) => (
        <li key={name} className={`feedback-step feedback-step-${status}`} aria-current={status === 'RUNNING'}>
          {messages[name as StepOfReading]}
        </li>
      ))}
    </ol>
  );
}

function Earlier({ readings: { list, shownId, show } }: { readings: Readings }) {
  const messages = useMessages();
  const { locale } = useLanguage();
  if (list.length === 0) return null;
  const describe = (at: string) => new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <details className="feedback-more">
      <summary>{messages.earlier}</summary>
      <ul className="readings">
        {list.map(({ id, createdAt, paragraph }) => (
          <li key={id}>
            <button
              type="button"
              className="button"
              aria-current={id === shownId}
              aria-label={`${messages.show({ time: describe(createdAt) })}: ${shorten(toSpokenText(paragraph))}`}
              onClick={() => show(id)}
            >
              <time dateTime={createdAt}>{describe(createdAt)}</time>
            </button>{' '}
            <span dir="auto">{shorten(toSpokenText(paragraph))}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function shorten(text: string): string {
  const beginning = takeCharacters(text, TITLE_LENGTH);
  return beginning === text ? text : `${beginning}…`;
}
