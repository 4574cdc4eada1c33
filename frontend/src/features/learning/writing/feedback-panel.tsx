// Feedback beside a text: asking for it, its steps and failures, what was found, measures and the dictionary.
import { getLanguage, useLanguage } from '../../../shared/i18n/language';
import { useIsOnline } from '../../../shared/offline/online';
import { isVisible } from '../../../shared/text';
import { Dictionary } from './dictionary';
import { EstimateSection, GeminiSwitch } from './estimate';
import type { FailureOfText, Learning, Progress, StepOfText } from './feedback-data';
import { FindingList } from './finding-list';
import { Measures } from './measures';
import { useMessages } from './messages/use-messages';
import type { PlacedFinding } from './places';
import type { Feedback } from './use-feedback';
import './feedback.css';

interface Props {
  feedback: Feedback;
  text: string;
  show: (finding: PlacedFinding) => void;
  take: ((finding: PlacedFinding, suggestion: string) => void) | null;
}

export function FeedbackPanel({ feedback, text, show, take }: Props) {
  const messages = useMessages();
  const { progress, findings, evaluations, learning, problem, isSending } = feedback;
  const isRunning = progress?.state === 'WAITING' || progress?.state === 'RUNNING';
  return (
    <section className="feedback" aria-label={messages.title}>
      <h2 className="feedback-title">{messages.title}</h2>
      <CheckButton feedback={feedback} text={text} isBusy={isSending || isRunning} />
      {learning ? <Quota learning={learning} /> : null}
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      {progress && isRunning ? <Steps progress={progress} /> : null}
      {progress?.failure && progress.state === 'FAILED' ? (
        <Failure failure={progress.failure} retry={() => void feedback.retry()} />
      ) : null}
      {findings ? <FindingList feedback={feedback} findings={findings} show={show} take={take} /> : null}
      {progress?.state === 'DONE' ? <EstimateSection progress={progress} retry={() => void feedback.retry()} /> : null}
      <Measures evaluations={evaluations} />
      {learning ? (
        <GeminiSwitch isAllowed={learning.allowsGemini} allow={(isAllowed) => void feedback.allowGemini(isAllowed)} />
      ) : null}
      {learning ? (
        <Dictionary words={learning.dictionary} setWords={(words) => void feedback.setDictionary(words)} />
      ) : null}
    </section>
  );
}

function CheckButton({ feedback, text, isBusy }: { feedback: Feedback; text: string; isBusy: boolean }) {
  const messages = useMessages();
  const isOnline = useIsOnline();
  const hindrance = !isOnline ? messages.offline : isVisible(text) ? null : messages.nothingWritten;
  return (
    <>
      <p className="feedback-note">{messages.what}</p>
      <button
        type="button"
        className="button button-main"
        disabled={isBusy || hindrance !== null}
        onClick={() => void feedback.check()}
      >
        {feedback.progress ? messages.checkAgain : messages.check}
      </button>
      {hindrance ? (
        <p className="feedback-note" role="status">
          {hindrance}
        </p>
      ) : null}
    </>
  );
}

function Quota({ learning: { writingQuota } }: { learning: Learning }) {
  const messages = useMessages();
  const { locale } = useLanguage();
  if (!writingQuota) return null;
  const { remaining, resetsAt } = writingQuota;
  const time = new Date(resetsAt).toLocaleTimeString(locale, { timeStyle: 'short' });
  return (
    <p className="feedback-note">
      {remaining > 0 ? messages.quota({ count: remaining }) : messages.quotaUsed({ time })}
    </p>
  );
}

function Steps({ progress }: { progress: Progress }) {
  const messages = useMessages();
  return (
    <ol className="feedback-steps" aria-label={messages.steps} aria-live="polite">
      {progress.steps.map(({ name, status, percent }) => (
        <li key={name} className={`feedback-step feedback-step-${status}`} aria-current={status === 'RUNNING'}>
          {messages[name as StepOfText]}
          {status === 'RUNNING' && percent !== null ? ` ${messages.percent({ percent })}` : ''}
        </li>
      ))}
    </ol>
  );
}

function Failure({ failure, retry }: { failure: NonNullable<Progress['failure']>; retry: () => void }) {
  const messages = useMessages();
  return (
    <div className="problem" role="alert">
      <p>{getLanguage() === 'en' ? failure.message : messages[failure.reason as FailureOfText]}</p>
      {failure.retryable ? (
        <button type="button" className="button" onClick={retry}>
          {messages.tryAgain}
        </button>
      ) : null}
    </div>
  );
}
