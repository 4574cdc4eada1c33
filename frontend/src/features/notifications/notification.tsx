// One notification: who did what, when, and the way to it; following that way marks it read.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../shared/graphql/graphql';
import { useLanguage } from '../../shared/i18n/language';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { When } from '../../shared/ui/when';
import { useWords } from './messages/words';

export const NotificationFields = graphql(
  `
    fragment NotificationFields on Notification {
      id
      kind
      message
      createdAt
      readAt
      postId
      commentId
      actor { id handle displayName ...AvatarFields }
      post { id title }
    }
  `,
  [AvatarFields],
);

interface Props {
  notification: FragmentOf<typeof NotificationFields> & { id: string };
  markRead: (id: string) => void;
}

export function Notification({ notification: masked, markRead }: Props) {
  const words = useWords();
  const told = readFragment(NotificationFields, masked);
  const isNew = told.readAt === null;
  const seen = () => {
    if (isNew) markRead(told.id);
  };
  return (
    <li className={isNew ? 'notification notification-new' : 'notification'}>
      {told.actor ? <Avatar user={told.actor} /> : <img src="/waymark.svg" alt="" width="36" height="36" />}
      <div className="notification-words">
        <p>
          <Way told={told} seen={seen}>
            <Sentence told={told} />
          </Way>
        </p>
        <small>
          <When at={told.createdAt} />
        </small>
      </div>
      {isNew ? (
        <button type="button" className="button button-plain" onClick={seen}>
          {words.markOne}
        </button>
      ) : null}
    </li>
  );
}

type Told = ResultOf<typeof NotificationFields>;

/** The API's own sentence is English and says the most; in another language its facts are said. */
function Sentence({ told }: { told: Told }) {
  const { language } = useLanguage();
  const words = useWords();
  if (language === 'en' && told.message) return told.message;
  return words[told.kind]({ who: told.actor?.displayName ?? words.somebody, title: told.post?.title ?? words.anArticle });
}

function Way({ told, seen, children }: { told: Told; seen: () => void; children: ReactNode }) {
  if (told.kind === 'PHOTO_FAILED' && told.postId) {
    return (
      <Link to="/write/$postId" params={{ postId: told.postId }} onClick={seen}>
        {children}
      </Link>
    );
  }
  if (told.postId) {
    return (
      <Link to="/posts/$postId" params={{ postId: told.postId }} hash={told.commentId ?? ''} onClick={seen}>
        {children}
      </Link>
    );
  }
  if (!told.actor) return children;
  return (
    <Link to="/people/$handle" params={{ handle: told.actor.handle }} onClick={seen}>
      {children}
    </Link>
  );
}
