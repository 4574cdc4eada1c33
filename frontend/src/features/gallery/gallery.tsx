// An article's photos: the first above its words, the others below, all of them one after the other in full.
import { type ReactNode, useState } from 'react';
import { Lightbox } from './lightbox';
import { type FigurePhoto, PhotoFigure } from './photo-figure';
import './gallery.css';

interface Props {
  photos: readonly FigurePhoto[];
  /** What stands between the first photo and the others. */
  children: ReactNode;
}

export function Gallery({ photos, children }: Props) {
  const [open, setOpen] = useState<number | null>(null);
  const [cover, ...others] = photos;
  return (
    <>
      {cover ? (
        <div className="article-cover">
          <PhotoFigure photo={cover} open={() => setOpen(0)} isFirst />
        </div>
      ) : null}
      {children}
      {others.length > 0 ? (
        <div className="article-photos">
          {others.map((photo, place) => (
            <PhotoFigure key={photo.id} photo={photo} open={() => setOpen(place + 1)} />
          ))}
        </div>
      ) : null}
      {open === null ? null : <Lightbox photos={photos} place={open} show={setOpen} close={() => setOpen(null)} />}
    </>
  );
}
