// One notification; following its link marks it as read.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../../shared/graphql/graphql';
import { useLanguage } from '../../../shared/i18n/language';
import { Avatar, AvatarFields } from '../../../shared/ui/avatar';
import { TimeAgo } from '../../../shared/ui/time-ago';
import { useMessages } from './messages/use-messages';

export const NotificationFields = graphql(
  `
    fragment NotificationFields on Notification {
      id
      kind
      count
      message
      createdAt
      readAt
      subjectId
      itemId
      commentId
      actor {
        id
        handle
        displayName
        ...AvatarFields
      }
      post {
        id
        title
      }
      product {
        id
        title
      }
      video {
        id
        title
      }
    }
  `,
  [AvatarFields],
);

interface Props {
  notification: FragmentOf<typeof NotificationFields> & { id: string };
  markRead: (id: string) => void;
}

export function Notification({ notification: masked, markRead }: Props) {
  const messages = useMessages();
  const data = readFragment(NotificationFields, masked);
  const isUnread = data.readAt === null;
  const markSeen = () => {
    if (isUnread) markRead(data.id);
  };
  return (
    <li className={isUnread ? 'notification notification-new' : 'notification'}>
      {data.actor ? <Avatar user={data.actor} /> : <img src="/waymark.svg" alt="" width="36" height="36" />}
      <div className="notification-words">
        <p>
          <NotificationLink told={data} seen={markSeen}>
            <NotificationText told={data} />
          </NotificationLink>
        </p>
        <small>
          <TimeAgo at={data.createdAt} />
        </small>
      </div>
      {isUnread ? (
        <button type="button" className="button button-plain" onClick={markSeen}>
          {messages.markRead}
        </button>
      ) : null}
    </li>
  );
}

type NotificationData = ResultOf<typeof NotificationFields>;

/** The API's message is English; other languages build the text from the notification's fields. */
function NotificationText({ told }: { told: NotificationData }) {
  const { language } = useLanguage();
  const messages = useMessages();
  if (language === 'en' && told.message) return told.message;
  const title = told.post?.title ?? told.product?.title ?? told.video?.title ?? messages.anArticle;
  const together = `${told.kind}_together`;
  if (told.count > 1 && isKey(messages, together)) return messages[together]({ count: told.count, title });
  const message = messages[told.kind];
  if (typeof message === 'string') return message;
  return message({ who: told.actor?.displayName ?? messages.someone, title });
}

type Messages = ReturnType<typeof useMessages>;

/** Some kinds are told together, others one by one. */
function isKey(messages: Messages, key: string): key is Extract<keyof Messages, `${string}_together`> {
  return key in messages;
}

function NotificationLink({ told, seen, children }: { told: NotificationData; seen: () => void; children: ReactNode }) {
  if (told.subjectId?.startsWith('video_')) {
    return (
      <Link to="/videos/$videoId" params={{ videoId: told.subjectId }} hash={told.commentId ?? ''} onClick={seen}>
        {children}
      </Link>
    );
  }
  if (told.subjectId?.startsWith('stream_')) {
    return (
      <Link to="/live/$streamId" params={{ streamId: told.subjectId }} hash={told.commentId ?? ''} onClick={seen}>
        {children}
      </Link>
    );
  }
  if (told.kind === 'PROCESSING_FAILED' && told.subjectId) {
    return (
      <Link to="/write/$postId" params={{ postId: told.subjectId }} onClick={seen}>
        {children}
      </Link>
    );
  }
  if (told.kind === 'STOCK_LOW' && told.subjectId) {
    return (
      <Link to="/sell/$productId" params={{ productId: told.subjectId }} onClick={seen}>
        {children}
      </Link>
    );
  }
  if (told.subjectId?.startsWith('product_')) {
    return (
      <Link to="/products/$productId" params={{ productId: told.subjectId }} hash={told.commentId ?? ''} onClick={seen}>
        {children}
      </Link>
    );
  }
  if (told.subjectId) {
    return (
      <Link to="/posts/$postId" params={{ postId: told.subjectId }} hash={told.commentId ?? ''} onClick={seen}>
        {children}
      </Link>
    );
  }
  if (told.kind === 'SALE' || told.kind === 'SALE_CANCELLED') {
    return (
      <Link to="/sell/orders" onClick={seen}>
        {children}
      </Link>
    );
  }
  if (told.itemId?.startsWith('order_')) {
    return (
      <Link to="/orders/$orderId" params={{ orderId: told.itemId }} onClick={seen}>
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
