// One of one's own posts in the list: chosen or not, where it stands, what to do with it.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { When } from '../../shared/ui/when';
import { useWords } from './messages/words';
import type { Row } from './own-list';
import type { PhotosOf } from './own-posts';

interface Props {
  post: Row & { counts: { likes: number; comments: number; photos: number } };
  picture: ReactNode;
  photos: PhotosOf | undefined;
  isChosen: boolean;
  choose: (isChosen: boolean) => void;
}

export function OwnRow({ post, picture, photos, isChosen, choose }: Props) {
  const words = useWords();
  const { id, title, state, visibility, updatedAt, counts } = post;
  return (
    <li className={isChosen ? 'own-row own-chosen' : 'own-row'}>
      <input type="checkbox" aria-label={words.choose({ title })} checked={isChosen} onChange={(event) => choose(event.target.checked)} />
      <div className="own-picture">{picture}</div>
      <div className="own-words">
        <h3>
          <Link to="/write/$postId" params={{ postId: id }}>
            {title}
          </Link>
        </h3>
        <p className="own-marks">
          <span className={state === 'DRAFT' ? 'own-mark' : 'own-mark own-live'}>{words[`state${state}`]}</span>
          <span className="own-mark">{words[visibility]}</span>
          {photos && photos.underWay > 0 ? <span className="own-mark own-busy">{words.processing({ count: photos.underWay })}</span> : null}
          {photos && photos.failed > 0 ? <span className="own-mark own-bad">{words.failed({ count: photos.failed })}</span> : null}
        </p>
        <p className="own-counts">
          {words.photos({ count: counts.photos })} · {words.likes({ count: counts.likes })} · {words.comments({ count: counts.comments })} · <When at={updatedAt} />
        </p>
      </div>
      <p className="own-acts">
        <Link to="/write/$postId" params={{ postId: id }} className="button" aria-label={words.editNamed({ title })}>
          {words.edit}
        </Link>
        <Link to="/posts/$postId" params={{ postId: id }} className="button button-plain" aria-label={words.seeNamed({ title })}>
          {words.seeIt}
        </Link>
      </p>
    </li>
  );
}
