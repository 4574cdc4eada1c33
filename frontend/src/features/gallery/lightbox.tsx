// A photo in full, with what people and what the AI say of it; the arrow keys lead to the others, Escape back.
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { readFragment } from '../../shared/graphql/graphql';
import { Picture } from '../../shared/ui/picture';
import { useWords } from './messages/words';
import { type FigurePhoto, Labels, PhotoFigureFields } from './photo-figure';

interface Props {
  photos: readonly FigurePhoto[];
  place: number;
  show: (place: number) => void;
  close: () => void;
}

export function Lightbox({ photos, place, show, close }: Props) {
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const photo = photos[place];
  const turn = (by: number) => show((place + by + photos.length) % photos.length);

  useEffect(() => dialog.current?.showModal(), []);

  function press({ key }: KeyboardEvent) {
    const isMirrored = document.documentElement.dir === 'rtl';
    if (key === (isMirrored ? 'ArrowLeft' : 'ArrowRight')) turn(1);
    if (key === (isMirrored ? 'ArrowRight' : 'ArrowLeft')) turn(-1);
  }

  if (!photo) return null;
  return (
    // The keys belong to the dialog, whatever stands in it; everything they do has a button as well.
    <dialog ref={dialog} className="lightbox" aria-label={words.photos} onClose={close} onKeyDown={press}>
      <header className="lightbox-bar">
        <p aria-live="polite">{words.place({ place: place + 1, count: photos.length })}</p>
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {words.close}
        </button>
      </header>
      <div className="lightbox-photo">
        <Picture key={photo.id} photo={readFragment(PhotoFigureFields, photo)} sizes="100vw" isFirst />
      </div>
      {photos.length > 1 ? (
        <p className="lightbox-ways">
          <button type="button" className="button" onClick={() => turn(-1)} aria-label={words.previous}>
            ←
          </button>
          <button type="button" className="button" onClick={() => turn(1)} aria-label={words.next}>
            →
          </button>
        </p>
      ) : null}
      <Told photo={photo} />
    </dialog>
  );
}

/** People's words and the machine's, side by side and never mixed; the machine's carry the model's name. */
function Told({ photo: masked }: { photo: FigurePhoto }) {
  const words = useWords();
  const photo = readFragment(PhotoFigureFields, masked);
  const lines = photo.text.map(({ text }) => text);
  return (
    <div className="lightbox-told">
      <section>
        <h3>{words.authorSays}</h3>
        {photo.caption ? <p>{photo.caption}</p> : null}
        {photo.altText && photo.altText !== photo.caption ? <p>{photo.altText}</p> : null}
        {photo.caption || photo.altText ? null : <p>{words.nothingSaid}</p>}
      </section>
      <section>
        <h3>{words.aiSees}</h3>
        {photo.labels.length > 0 ? <Labels photo={photo} limit={12} /> : <p>{words.nothingSaid}</p>}
        {photo.model ? <small>{words.readBy(photo.model)}</small> : null}
      </section>
      {lines.length > 0 ? (
        <section>
          <h3>{words.aiReads}</h3>
          <p>{lines.join(' · ')}</p>
          {photo.textModel ? <small>{words.readBy(photo.textModel)}</small> : null}
        </section>
      ) : null}
    </div>
  );
}
