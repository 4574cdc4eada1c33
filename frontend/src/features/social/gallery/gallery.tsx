// An article's photos: the first above the text, the others below, and the full-screen viewer.
import { type ReactNode, useState } from 'react';
import { Lightbox } from './lightbox';
import { type FigurePhoto, PhotoFigure } from './photo-figure';
import './gallery.css';

interface Props {
  photos: readonly FigurePhoto[];
  /** Shown below a photo's texts in the viewer. */
  details: (photoId: string) => ReactNode;
  /** The article's text, between the first photo and the others. */
  children: ReactNode;
}

export function Gallery({ photos, details, children }: Props) {
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
      {open === null ? null : (
        <Lightbox photos={photos} details={details} index={open} show={setOpen} close={() => setOpen(null)} />
      )}
    </>
  );
}
