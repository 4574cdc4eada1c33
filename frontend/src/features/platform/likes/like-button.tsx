// The like button. It changes at once, and back when the write fails.
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { useSession } from '../../../shared/session-context';
import { notify } from '../../../shared/ui/notices';
import { useReturnAddress } from '../../../shared/ui/return-address';
import { keepIntendedLike, takeIntendedLike } from './intended-like';
import { useMessages } from './messages/use-messages';
import './like-button.css';

const LIKE = graphql(`
  mutation Like($input: LikeInput!) {
    like(input: $input) {
      subjectId
      likes
      viewerHasLiked
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);
const UNLIKE = graphql(`
  mutation Unlike($input: LikeInput!) {
    unlike(input: $input) {
      subjectId
      likes
      viewerHasLiked
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);

interface Props {
  subjectId: string;
  likes: number;
  isLiked: boolean;
}

export function LikeButton({ subjectId, likes, isLiked }: Props) {
  const messages = useMessages();
  const { viewerId } = useSession();
  const navigate = useNavigate();
  const returnAddress = useReturnAddress();
  const [, like] = useMutation(LIKE);
  const [, unlike] = useMutation(UNLIKE);
  const pending = useRef<Promise<void>>(Promise.resolve());

  useEffect(() => {
    // A guest who comes back without signing in has thought better of it.
    if (!takeIntendedLike(subjectId) || !viewerId) return;
    void like({ input: { subjectId } }).then(({ error, data }) => {
      const errorMessage = describeWriteError(error, data?.like);
      if (errorMessage) notify(messages.couldNotSave({ why: errorMessage }));
    });
  }, [viewerId, subjectId, like, messages]);

  async function handleClick() {
    if (!viewerId) {
      keepIntendedLike(subjectId);
      return navigate({ to: '/sign-in', search: { to: returnAddress } });
    }
    // One at a time: two requests in flight could arrive in the wrong order.
    pending.current = pending.current.then(toggle);
    await pending.current;
  }

  async function toggle() {
    const input = { subjectId };
    const errorMessage = isLiked
      ? await unlike({ input }).then(({ error, data }) => describeWriteError(error, data?.unlike))
      : await like({ input }).then(({ error, data }) => describeWriteError(error, data?.like));
    if (errorMessage) notify(messages.couldNotSave({ why: errorMessage }));
  }

  return (
    <button type="button" className="like" aria-pressed={isLiked} onClick={() => void handleClick()}>
      <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
        <path d="M12 20.500s-8-4.900-8-10.600A4.600 4.600 0 0 1 12 7a4.600 4.600 0 0 1 8 2.900c0 5.700-8 10.600-8 10.600z" />
      </svg>
      {likes} <span className="hidden">{messages.likes({ count: likes })}</span>
    </button>
  );
}
