// A photo in an article: the picture, what its author says of it, what the AI sees in it.
import { Link } from '@tanstack/react-router';
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { Picture, PictureFields } from '../../shared/ui/picture';
import { Steps, StepsFields } from './steps';
import './media.css';

export const PhotoFigureFields = graphql(
  `
    fragment PhotoFigureFields on Photo {
      id
      state
      caption
      labels { name confidence }
      model { name version }
      ...PictureFields
      ...StepsFields
    }
  `,
  [PictureFields, StepsFields],
);

export function PhotoFigure({ photo: masked, isFirst = false }: { photo: FragmentOf<typeof PhotoFigureFields>; isFirst?: boolean }) {
  const photo = readFragment(PhotoFigureFields, masked);
  const labels = photo.labels.filter(({ confidence }) => confidence >= 40).slice(0, 6);
  return (
    <figure className="figure">
      <Picture photo={photo} sizes="(max-width: 70rem) 100vw, 1100px" isFirst={isFirst} />
      {photo.state === 'LIVE' ? null : <Steps photo={photo} />}
      <figcaption>
        {photo.caption ? <span>{photo.caption}</span> : null}
        {labels.length > 0 ? (
          <span className="figure-labels" title={photo.model ? `Read by ${photo.model.name} ${photo.model.version}` : ''}>
            <span className="hidden">What the AI sees:</span>
            {labels.map(({ name, confidence }) => (
              <Link key={name} to="/" search={{ label: name }} title={`${Math.round(confidence)} % sure`}>
                {name}
              </Link>
            ))}
          </span>
        ) : null}
      </figcaption>
    </figure>
  );
}
