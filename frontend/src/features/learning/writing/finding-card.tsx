// A finding in the list: what it is about, and what can be done with it by one press.
import type { Ref } from 'react';
import { useLanguage } from '../../../shared/i18n/language';
import { explainInVietnamese } from './messages/explanations-vi';
import { useMessages } from './messages/use-messages';
import type { PlacedFinding } from './places';

const SUGGESTIONS_SHOWN = 4;

interface Props {
  finding: PlacedFinding;
  isCurrent: boolean;
  ref: Ref<HTMLLIElement>;
  show: () => void;
  /** Put a suggestion in the place of the words; null where the text cannot be changed. */
  take: ((suggestion: string) => void) | null;
  dismiss: () => void;
  addToDictionary: () => void;
}

export function FindingCard({ finding, isCurrent, ref, show, take, dismiss, addToDictionary }: Props) {
  const messages = useMessages();
  const { language } = useLanguage();
  const { kind, quote, suggestions } = finding;
  return (
    <li ref={ref} className="finding" aria-current={isCurrent ? true : undefined}>
      <p className="finding-head">
        <button type="button" className="finding-quote" aria-label={messages.showInText({ quote })} onClick={show}>
          <span className={`underline underline-${kind}`} dir="auto">
            {quote.trim() || '␣'}
          </span>
        </button>
        <small>{messages[kind]}</small>
      </p>
      <p className="finding-message" lang={language}>
        {language === 'vi' ? explainInVietnamese(finding) : finding.message}
      </p>
      <p className="finding-acts">
        {suggestions.slice(0, SUGGESTIONS_SHOWN).map((text) =>
          take ? (
            <button key={text} type="button" className="button" onClick={() => take(text)}>
              {text === '' ? messages.deleteWords({ quote }) : messages.use({ text })}
            </button>
          ) : (
            <q key={text} lang="en">
              {text}
            </q>
          ),
        )}
        {kind === 'SPELLING' ? (
          <button type="button" className="button button-plain" onClick={addToDictionary}>
            {messages.addToDictionary}
          </button>
        ) : null}
        <button type="button" className="button button-plain" onClick={dismiss}>
          {messages.dismiss}
        </button>
      </p>
    </li>
  );
}
