// One of the viewer's articles in the list: selection, status and actions.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { TimeAgo } from '../../../shared/ui/time-ago';
import { useMessages } from './messages/use-messages';
import type { PhotoCounts, ListedPost } from './own-list';

interface Props {
  post: ListedPost & {
    revision: object | null;
    counts: { likes: number; comments: number; photos: number };
  };
  picture: ReactNode;
  photos: PhotoCounts | undefined;
  isSelected: boolean;
  setSelected: (isChosen: boolean) => void;
}

export function OwnRow({ post, picture, photos, isSelected, setSelected }: Props) {
  const messages = useMessages();
  const { id, title, state, visibility, revision, updatedAt, counts } = post;
  return (
    <li className={isSelected ? 'own-row own-chosen' : 'own-row'}>
      <input
        type="checkbox"
        aria-label={messages.select({ title })}
        checked={isSelected}
        onChange={(event) => setSelected(event.target.checked)}
      />
      <div className="own-picture">{picture}</div>
      <div className="own-words">
        <h3 dir="auto">
          <Link to="/write/$postId" params={{ postId: id }}>
            {title}
          </Link>
        </h3>
        <p className="own-marks">
          <span className={state === 'DRAFT' ? 'own-mark' : 'own-mark own-live'}>{messages[`state${state}`]}</span>
          <span className="own-mark">{messages[visibility]}</span>
          {revision ? <span className="own-mark own-busy">{messages.unpublishedChanges}</span> : null}
          {photos && photos.processing > 0 ? (
            <span className="own-mark own-busy">{messages.processing({ count: photos.processing })}</span>
          ) : null}
          {photos && photos.failed > 0 ? (
            <span className="own-mark own-bad">{messages.needsAttention({ count: photos.failed })}</span>
          ) : null}
        </p>
        <p className="own-counts">
          {messages.photos({ count: counts.photos })} · {messages.likes({ count: counts.likes })} ·{' '}
          {messages.comments({ count: counts.comments })} · <TimeAgo at={updatedAt} />
        </p>
      </div>
      <p className="own-acts">
        <Link to="/write/$postId" params={{ postId: id }} className="button" aria-label={messages.editNamed({ title })}>
          {messages.edit}
        </Link>
        <Link
          to="/posts/$postId"
          params={{ postId: id }}
          className="button button-plain"
          aria-label={messages.viewNamed({ title })}
        >
          {messages.view}
        </Link>
      </p>
    </li>
  );
}
