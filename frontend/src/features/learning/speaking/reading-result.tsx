// What was heard: every word with its sound, and pace and pauses.
import { type KeyboardEvent, useRef, useState } from 'react';
import { useMessages } from './messages/use-messages';
import type { Reading, SpokenWord } from './reading-data';
import { countByStatus, placeWords } from './spoken-text';
import { useSound } from './use-sound';

export function ReadingResult({ reading }: { reading: Reading }) {
  const messages = useMessages();
  const { url, hasFailed, player, play } = useSound(reading.soundUrl);
  const counts = countByStatus(reading.words);
  const statuses = (['MISREAD', 'MISSED', 'ADDED', 'REPEATED', 'FILLER', 'UNCLEAR'] as const).filter(
    (status) => counts[status] > 0,
  );
  return (
    <section className="reading-result" aria-label={messages.result}>
      <h2 className="reading-title">{messages.result}</h2>
      <Words reading={reading} play={play} />
      {statuses.length > 0 ? (
        <ul className="reading-counts">
          {statuses.map((status) => (
            <li key={status}>
              <span className={`spoken spoken-${status}`}>{messages[status]}</span> {counts[status]}
            </li>
          ))}
        </ul>
      ) : null}
      <p className="feedback-note">{messages.wordsHint}</p>
      {url ? <audio ref={player} controls src={url} aria-label={messages.listen} className="reading-sound" /> : null}
      {reading.soundUrl === null ? <p role="status">{messages.soundGone}</p> : null}
      {hasFailed ? <p role="status">{messages.soundFailed}</p> : null}
      {reading.delivery ? <DeliveryList delivery={reading.delivery} fillers={counts.FILLER} /> : null}
    </section>
  );
}

interface WordsProps {
  reading: Reading;
  play: (word: SpokenWord) => void;
}

/** The words in one stop of the tab key; arrows move between them, as in a toolbar. */
function Words({ reading: { paragraph, words }, play }: WordsProps) {
  const messages = useMessages();
  const [current, setCurrent] = useState(0);
  const group = useRef<HTMLParagraphElement>(null);
  const { pieces, after } = placeWords(paragraph, words);

  function move(event: KeyboardEvent): void {
    const next = findNext(event.key, current, words.length);
    if (next === null) return;
    event.preventDefault();
    setCurrent(next);
    group.current?.querySelectorAll('button')[next]?.focus();
  }

  return (
    <p ref={group} className="reading-words" lang="en" role="toolbar" aria-label={messages.result} onKeyDown={move}>
      {pieces.map(({ before, word }, number) => (
        <span key={number}>
          {before}
          <button
            type="button"
            className={`spoken spoken-${word.status}`}
            tabIndex={number === current ? 0 : -1}
            aria-label={describeWord(word, messages)}
            onFocus={() => setCurrent(number)}
            onClick={() => play(word)}
          >
            {word.expected ?? word.heard ?? '?'}
            {word.expected && word.heard ? <small className="spoken-heard"> {word.heard}</small> : null}
          </button>
          {word.expected ? '' : ' '}
        </span>
      ))}
      {after}
    </p>
  );
}

function findNext(key: string, current: number, count: number): number | null {
  const places: Record<string, number> = {
    ArrowRight: current + 1,
    ArrowLeft: current - 1,
    ArrowDown: current + 1,
    ArrowUp: current - 1,
    Home: 0,
    End: count - 1,
  };
  const place = places[key];
  return place === undefined ? null : Math.min(count - 1, Math.max(0, place));
}

/** Say what a word shows, and how it was heard, for those who do not see its line. */
function describeWord({ status, expected, heard }: SpokenWord, messages: ReturnType<typeof useMessages>): string {
  const text = [expected, heard].filter(Boolean).join(' ') || '?';
  return status === 'READ' ? text : `${text}: ${messages[status]}`;
}

function DeliveryList({ delivery, fillers }: { delivery: NonNullable<Reading['delivery']>; fillers: number }) {
  const messages = useMessages();
  const { seconds, speechSeconds, wordsPerMinute, longestRun, pauses } = delivery;
  const longest = Math.max(0, ...pauses.map((pause) => pause.seconds));
  const rows = [
    [messages.pace, wordsPerMinute === null ? '' : messages.wordsPerMinute({ count: wordsPerMinute })],
    [messages.pauses, pauses.length > 0 ? messages.pausesOf({ count: pauses.length, seconds: round(longest) }) : '0'],
    [messages.fillers, String(fillers)],
    [messages.longestRun, messages.seconds({ seconds: round(longestRun) })],
    [messages.speech, messages.secondsOf({ seconds: round(speechSeconds), total: round(seconds) })],
  ] as const;
  return (
    <>
      <h2 className="reading-title">{messages.delivery}</h2>
      <dl className="measures">
        {rows.map(([name, value]) => (
          <div key={name} className="measure">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const round = (seconds: number) => Math.round(seconds * 10) / 10;
