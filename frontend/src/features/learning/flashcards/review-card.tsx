// One flashcard under review: its question, then its answer with the ratings. Everything works by keyboard.
import { useEffect, useRef, useState } from 'react';
import { useLanguage } from '../../../shared/i18n/language';
import { FlashcardPhoto } from './flashcard-photo';
import { formatInterval } from './interval';
import { useMessages } from './messages/use-messages';
import { type Rating, RATINGS, type WaitingFlashcard } from './review-session';

interface Props {
  flashcard: WaitingFlashcard;
  rate: (rating: Rating, durationMs: number) => void;
  undo: (() => void) | null;
}

export function ReviewCard({ flashcard, rate, undo }: Props) {
  const messages = useMessages();
  const [isRevealed, setRevealed] = useState(false);
  const [shownAt] = useState(() => Date.now());
  const choose = (rating: Rating) => rate(rating, Math.min(Date.now() - shownAt, 600_000));

  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const rating = RATINGS[Number(event.key) - 1];
      if (rating && isRevealed) choose(rating);
      if (event.key === 'u' && undo) undo();
    }
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });

  return (
    <section className="review-card" aria-label={messages.review}>
      {flashcard.photoId ? <FlashcardPhoto id={flashcard.photoId} answer={flashcard.back} /> : null}
      <p className="review-front" dir="auto">
        {flashcard.front}
      </p>
      <div aria-live="polite">
        {isRevealed ? (
          <p className="review-back" dir="auto">
            {flashcard.back}
          </p>
        ) : null}
      </div>
      {isRevealed ? (
        <Ratings flashcard={flashcard} choose={choose} />
      ) : (
        <FocusedButton className="button button-main" onClick={() => setRevealed(true)}>
          {messages.showAnswer}
        </FocusedButton>
      )}
    </section>
  );
}

function Ratings({ flashcard, choose }: { flashcard: WaitingFlashcard; choose: (rating: Rating) => void }) {
  const messages = useMessages();
  const { locale } = useLanguage();
  const [now] = useState(() => new Date());
  return (
    <fieldset className="review-ratings">
      <legend>{messages.howWell}</legend>
      {RATINGS.map((rating) => {
        const dueAt = flashcard.choices.find((choice) => choice.rating === rating)?.dueAt;
        const interval = dueAt ? formatInterval(now, new Date(dueAt), locale) : null;
        const Button = rating === 'GOOD' ? FocusedButton : PlainButton;
        return (
          <Button
            key={rating}
            className="button"
            onClick={() => choose(rating)}
            {...(interval ? { 'aria-label': messages.after({ rating: messages[rating], interval }) } : {})}
          >
            <span>{messages[rating]}</span>
            {interval ? <small>{interval}</small> : null}
          </Button>
        );
      })}
    </fieldset>
  );
}

type ButtonProps = React.ComponentProps<'button'>;

function PlainButton(attributes: ButtonProps) {
  return <button type="button" {...attributes} />;
}

/** A button that takes the focus when it appears, so that one key leads through a whole round. */
function FocusedButton(attributes: ButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus({ preventScroll: true }), []);
  return <PlainButton ref={button} {...attributes} />;
}
