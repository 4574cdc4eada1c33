// What a language model makes of a text: named, with the words that show it, or the sentence that there is none.
import { getLanguage, useLanguage } from '../../../shared/i18n/language';
import type { Estimate, FailureOfText, Progress } from './feedback-data';
import { useMessages } from './messages/use-messages';

interface Props {
  progress: Progress;
  retry: () => void;
}

export function EstimateSection({ progress: { estimate, failure }, retry }: Props) {
  const messages = useMessages();
  if (estimate) return <Bands estimate={estimate} />;
  return (
    <div className="estimate">
      <p className="feedback-note" role="status">
        {messages.noEstimate} {failure ? explain(failure, messages) : null}
      </p>
      {failure?.retryable ? (
        <button type="button" className="button" onClick={retry}>
          {messages.tryEstimateAgain}
        </button>
      ) : null}
    </div>
  );
}

function explain({ reason, message }: NonNullable<Progress['failure']>, messages: ReturnType<typeof useMessages>) {
  if (getLanguage() === 'en') return message;
  return reason === 'OVER_BUDGET' ? messages.estimatesSpent : messages[reason as FailureOfText];
}

function Bands({ estimate: { model, bands, suggestions } }: { estimate: Estimate }) {
  const messages = useMessages();
  const { locale } = useLanguage();
  return (
    <section className="estimate" aria-label={messages.estimateBy({ model })}>
      <h3 className="estimate-title">{messages.estimateBy({ model })}</h3>
      <p className="feedback-note">{messages.estimateNote}</p>
      <dl className="measures">
        {bands.map(({ criterion, band, isUnsure, comment, evidence }) => (
          <div key={criterion} className="estimate-band">
            <dt>{messages[criterion]}</dt>
            <dd>
              <strong>{messages.bandOf({ band: band.toLocaleString(locale) })}</strong>
              {isUnsure ? <p className="feedback-note">{messages.unsure}</p> : null}
              {comment ? <p lang="en">{comment}</p> : null}
              {evidence.map((words) => (
                <blockquote key={words} lang="en" dir="auto">
                  {words}
                </blockquote>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      {suggestions.length > 0 ? (
        <ul className="estimate-suggestions" aria-label={messages.modelSuggests}>
          {suggestions.map(({ start, quote, suggestions: [replacement] }) => (
            <li key={start} lang="en">
              <del>{quote}</del> → <ins>{replacement}</ins>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

interface SwitchProps {
  isAllowed: boolean;
  allow: (isAllowed: boolean) => void;
}

/** Nothing is sent to Google unless this says so. */
export function GeminiSwitch({ isAllowed, allow }: SwitchProps) {
  const messages = useMessages();
  return (
    <label className="gemini-switch">
      <input type="checkbox" checked={isAllowed} onChange={({ currentTarget }) => allow(currentTarget.checked)} />
      <span>{messages.allowGemini}</span>
    </label>
  );
}
