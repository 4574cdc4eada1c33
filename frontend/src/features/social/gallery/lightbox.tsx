// The full-screen viewer, with the author's caption and what AI detected; arrow keys move, Escape closes.
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { readFragment } from '../../../shared/graphql/graphql';
import { Picture } from '../../../shared/ui/picture';
import { useMessages } from './messages/use-messages';
import { type FigurePhoto, Labels, PhotoFigureFields } from './photo-figure';
import { isolate } from '../../../shared/text';

interface Props {
  photos: readonly FigurePhoto[];
  /** Shown below a photo's texts. */
  details: (photoId: string) => ReactNode;
  index: number;
  show: (place: number) => void;
  close: () => void;
}

export function Lightbox({ photos, details, index, show, close }: Props) {
  const messages = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  const photo = photos[index];
  const showNeighbour = (by: number) => show((index + by + photos.length) % photos.length);

  useEffect(() => dialog.current?.showModal(), []);

  function handleKey({ key }: KeyboardEvent) {
    const isMirrored = document.documentElement.dir === 'rtl';
    if (key === (isMirrored ? 'ArrowLeft' : 'ArrowRight')) showNeighbour(1);
    if (key === (isMirrored ? 'ArrowRight' : 'ArrowLeft')) showNeighbour(-1);
  }

  if (!photo) return null;
  return (
    // The dialog handles the arrow keys; buttons do the same.
    <dialog ref={dialog} className="lightbox" aria-label={messages.photos} onClose={close} onKeyDown={handleKey}>
      <header className="lightbox-bar">
        <p aria-live="polite">{messages.position({ place: index + 1, count: photos.length })}</p>
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {messages.close}
        </button>
      </header>
      <div className="lightbox-photo">
        <Picture key={photo.id} photo={readFragment(PhotoFigureFields, photo)} sizes="100vw" isFirst />
      </div>
      {photos.length > 1 ? (
        <p className="lightbox-ways">
          <button type="button" className="button" onClick={() => showNeighbour(-1)} aria-label={messages.previous}>
            ←
          </button>
          <button type="button" className="button" onClick={() => showNeighbour(1)} aria-label={messages.next}>
            →
          </button>
        </p>
      ) : null}
      <PhotoDetails photo={photo}>{details(photo.id)}</PhotoDetails>
    </dialog>
  );
}

/** The author's text and the AI's, kept apart. */
function PhotoDetails({ photo: masked, children }: { photo: FigurePhoto; children: ReactNode }) {
  const messages = useMessages();
  const photo = readFragment(PhotoFigureFields, masked);
  const textLines = photo.text.map(({ text }) => text);
  return (
    <div className="lightbox-told">
      <section>
        <h3>{messages.caption}</h3>
        {photo.caption ? <p dir="auto">{photo.caption}</p> : null}
        {photo.altText && photo.altText !== photo.caption ? <p dir="auto">{photo.altText}</p> : null}
        {photo.caption || photo.altText ? null : <p>{messages.none}</p>}
      </section>
      <section>
        <h3>{messages.detected}</h3>
        {photo.labels.length > 0 ? <Labels photo={photo} limit={12} /> : <p>{messages.none}</p>}
        {photo.model ? <small>{messages.labelledAutomatically}</small> : null}
      </section>
      {textLines.length > 0 ? (
        <section>
          <h3>{messages.textInPhoto}</h3>
          <p dir="auto">{textLines.map(isolate).join(' · ')}</p>
          {photo.textModel ? <small>{messages.labelledAutomatically}</small> : null}
        </section>
      ) : null}
      {children}
    </div>
  );
}
