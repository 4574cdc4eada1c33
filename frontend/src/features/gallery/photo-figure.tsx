// A photo in an article: the picture, which opens in full, what its author says of it, what the AI sees in it.
import { Link } from '@tanstack/react-router';
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { Picture, PictureFields } from '../../shared/ui/picture';
import { Steps, StepsFields } from '../media/steps';
import { useWords } from './messages/words';
import './gallery.css';

export const PhotoFigureFields = graphql(
  `
    fragment PhotoFigureFields on Photo {
      id
      state
      caption
      altText
      labels { name confidence }
      model { name version }
      text { text }
      textModel { name version }
      ...PictureFields
      ...StepsFields
    }
  `,
  [PictureFields, StepsFields],
);

export type FigurePhoto = FragmentOf<typeof PhotoFigureFields> & { id: string };

interface Props {
  photo: FigurePhoto;
  open: () => void;
  isFirst?: boolean;
}

export function PhotoFigure({ photo: masked, open, isFirst = false }: Props) {
  const words = useWords();
  const photo = readFragment(PhotoFigureFields, masked);
  return (
    <figure className="figure">
      <button type="button" className="figure-open" aria-label={words.enlarge({ alt: photo.altText || photo.caption || words.aPhoto })} onClick={open}>
        <Picture photo={photo} sizes="(max-width: 70rem) 100vw, 1100px" isFirst={isFirst} />
      </button>
      {photo.state === 'LIVE' ? null : <Steps photo={photo} />}
      <figcaption>
        {photo.caption ? <span>{photo.caption}</span> : null}
        <Labels photo={photo} limit={6} />
      </figcaption>
    </figure>
  );
}

interface Labelled {
  labels: readonly { name: string; confidence: number }[];
  model: { name: string; version: string } | null;
}

/** What the AI sees, the surest first, each the way to more photos of it. */
export function Labels({ photo: { labels, model }, limit }: { photo: Labelled; limit: number }) {
  const words = useWords();
  const shown = labels.filter(({ confidence }) => confidence >= 40).slice(0, limit);
  if (shown.length === 0) return null;
  return (
    <span className="figure-labels" title={model ? words.readBy(model) : ''}>
      <span className="hidden">{words.aiSees}:</span>
      <abbr className="figure-ai" title={words.aiSees}>
        {words.ai}
      </abbr>
      {shown.map(({ name, confidence }) => (
        <Link key={name} to="/search" search={{ label: name }} title={words.sure({ percent: Math.round(confidence) })}>
          {name}
        </Link>
      ))}
    </span>
  );
}
