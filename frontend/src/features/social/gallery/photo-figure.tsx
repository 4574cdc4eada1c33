// A photo in an article: the picture, which opens the viewer, its caption and its labels.
import { Link } from '@tanstack/react-router';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { Picture, PictureFields } from '../../../shared/ui/picture';
import { ProcessingSteps, StepsFields } from '../../platform/uploads/processing-steps';
import { useMessages } from './messages/use-messages';
import './gallery.css';

export const PhotoFigureFields = graphql(
  `
    fragment PhotoFigureFields on Photo {
      id
      state
      caption
      altText
      labels {
        name
        confidence
      }
      model {
        name
        version
      }
      text {
        text
      }
      textModel {
        name
        version
      }
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
  const messages = useMessages();
  const photo = readFragment(PhotoFigureFields, masked);
  return (
    <figure className="figure">
      <button
        type="button"
        className="figure-open"
        aria-label={messages.viewPhoto({ alt: photo.altText || photo.caption || messages.noDescription })}
        onClick={open}
      >
        <Picture photo={photo} sizes="(max-width: 1100px) calc(100vw - 2rem), 1068px" isFirst={isFirst} />
      </button>
      {photo.state === 'LIVE' ? null : <ProcessingSteps photo={photo} />}
      <figcaption>
        {photo.caption ? <span dir="auto">{photo.caption}</span> : null}
        <Labels photo={photo} limit={6} />
      </figcaption>
    </figure>
  );
}

interface Labelled {
  labels: readonly { name: string; confidence: number }[];
  model: { name: string; version: string } | null;
}

/** What AI detected, most confident first; each label links to a search. */
export function Labels({ photo: { labels, model }, limit }: { photo: Labelled; limit: number }) {
  const messages = useMessages();
  const shown = labels.filter(({ confidence }) => confidence >= 40).slice(0, limit);
  if (shown.length === 0) return null;
  return (
    <span className="figure-labels" title={model ? messages.labelledAutomatically : ''}>
      <span className="hidden">{messages.detected}:</span>
      <abbr className="figure-ai" title={messages.detected}>
        {messages.ai}
      </abbr>
      {shown.map(({ name, confidence }) => (
        <Link
          key={name}
          to="/search"
          search={{ label: name }}
          title={messages.confidence({ percent: Math.round(confidence) })}
        >
          {name}
        </Link>
      ))}
    </span>
  );
}
