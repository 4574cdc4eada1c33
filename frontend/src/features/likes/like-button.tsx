// The heart: how many like it, and whether the viewer does. It answers at once and takes itself back when refused.
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { useSession } from '../../shared/session-context';
import { say } from '../../shared/ui/notices';
import { useReturn } from '../../shared/ui/return';
import { useWords } from './messages/words';
import './like-button.css';

const LIKE = graphql(`
  mutation Like($input: LikeInput!) {
    like(input: $input) { subjectId likes viewerHasLiked errors { code message } }
  }
`);
const UNLIKE = graphql(`
  mutation Unlike($input: LikeInput!) {
    unlike(input: $input) { subjectId likes viewerHasLiked errors { code message } }
  }
`);

interface Props {
  subjectId: string;
  likes: number;
  isLiked: boolean;
}

export function LikeButton({ subjectId, likes, isLiked }: Props) {
  const words = useWords();
  const { viewerId } = useSession();
  const navigate = useNavigate();
  const here = useReturn();
  const [, like] = useMutation(LIKE);
  const [, unlike] = useMutation(UNLIKE);
  const last = useRef<Promise<void>>(Promise.resolve());

  async function press() {
    if (!viewerId) return navigate({ to: '/sign-in', search: { to: here } });
    // One after the other: two presses under way at once may arrive the other way round.
    last.current = last.current.then(toggle);
    await last.current;
  }

  async function toggle() {
    const input = { subjectId };
    const why = isLiked
      ? await unlike({ input }).then(({ error, data }) => refusalOf(error, data?.unlike))
      : await like({ input }).then(({ error, data }) => refusalOf(error, data?.like));
    if (why) say(words.takenBack({ why }));
  }

  return (
    <button type="button" className="like" aria-pressed={isLiked} onClick={() => void press()}>
      <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
        <path d="M12 20.500s-8-4.900-8-10.600A4.600 4.600 0 0 1 12 7a4.600 4.600 0 0 1 8 2.900c0 5.700-8 10.600-8 10.600z" />
      </svg>
      {likes} <span className="hidden">{words.likes({ count: likes })}</span>
    </button>
  );
}
