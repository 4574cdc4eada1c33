// Saying something: it stands there at once, gets its place when it has arrived, and is taken back with a word when refused.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { Rich } from '../../shared/i18n/rich';
import { useSession } from '../../shared/session-context';
import { tell } from '../../shared/ui/notices';
import { useReturn } from '../../shared/ui/return';
import { useWords } from './messages/words';
import { Writing } from './writing';

const ADD = graphql(`
  mutation AddComment($input: AddCommentInput!) {
    addComment(input: $input) { comment { id } errors { code message } }
  }
`);

interface Said {
  /** Unique to what was said, so that a second try after a lost answer says it once. */
  key: string;
  body: string;
  /** The comment it became; null while it is under way. */
  id: string | null;
}

/** What oneself said under a post or a comment since it is shown, and the way to say more. */
export function useSaying(postId: string, parentId: string | null) {
  const words = useWords();
  const [, add] = useMutation(ADD);
  const [said, setSaid] = useState<readonly Said[]>([]);
  const [again, setAgain] = useState<Said | null>(null);

  async function saySomething(body: string): Promise<string | null> {
    const key = again?.body === body ? again.key : crypto.randomUUID();
    const mine: Said = { key, body, id: null };
    setSaid((all) => [...all, mine]);
    const { data, error } = await add({ input: { postId, parentId, body, idempotencyKey: key } });
    const refusal = refusalOf(error, data?.addComment);
    if (!refusal) tell(words.posted);
    setAgain(refusal ? mine : null);
    const id = data?.addComment?.comment?.id ?? null;
    setSaid((all) => all.flatMap((each) => (each.key !== key ? [each] : refusal ? [] : [{ ...each, id }])));
    return refusal;
  }

  return { said, saySomething };
}

/** What was said and is not in the list yet. */
export function UnderWay({ said, listed }: { said: readonly Said[]; listed: ReadonlySet<string> }) {
  const words = useWords();
  return said
    .filter(({ id }) => id === null || !listed.has(id))
    .map(({ key, body, id }) => (
      <li key={key} className={id ? 'comment' : 'comment comment-under-way'} aria-busy={id === null}>
        <span className="comment-gap" />
        <div className="comment-said">
          <p className="comment-head">
            <strong>{words.you}</strong> <small>{id ? null : words.sending}</small>
          </p>
          <p className="comment-body">{body}</p>
        </div>
      </li>
    ));
}

export function SayIt({ postId, saySomething }: { postId: string; saySomething: (body: string) => Promise<string | null> }) {
  const words = useWords();
  const { viewerId } = useSession();
  const to = useReturn();
  if (viewerId) return <Writing place={`comment ${postId}`} label={words.yourComment} action={words.comment} send={saySomething} />;
  return (
    <p className="comment-guest">
      <Rich text={words.signInToSay} parts={{ link: (text) => <Link to="/sign-in" search={{ to }}>{text}</Link> }} />
    </p>
  );
}
