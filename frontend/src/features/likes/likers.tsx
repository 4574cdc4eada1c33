// Who likes a post, the newest first, page by page.
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../shared/graphql/graphql';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { Empty, Failed, Waiting } from '../../shared/ui/state';
import { When } from '../../shared/ui/when';
import { useWords } from './messages/words';
import './likers.css';

const LIKERS = graphql(
  `
    query Likers($postId: ID!, $after: ID) {
      post(id: $postId) {
        id
        likes(first: 30, after: $after) {
          edges { likedAt node { id handle displayName ...AvatarFields } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  `,
  [AvatarFields],
);

export function Likers({ postId }: { postId: string }) {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button button-plain" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {words.who}
      </button>
      {isOpen ? <People postId={postId} close={() => setOpen(false)} /> : null}
    </>
  );
}

function People({ postId, close }: { postId: string; close: () => void }) {
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="likers" aria-labelledby="likers-title" onClose={close}>
      <header>
        <h2 id="likers-title">{words.who}</h2>
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {words.close}
        </button>
      </header>
      {pages.map((after, place) => (
        <Page key={after} postId={postId} after={after} next={place === pages.length - 1 ? (end) => setPages([...pages, end]) : null} />
      ))}
    </dialog>
  );
}

interface PageProps {
  postId: string;
  after: string | null;
  next: ((end: string | null) => void) | null;
}

function Page({ postId, after, next }: PageProps) {
  const words = useWords();
  // Likes change without a word to this list, so it is read afresh each time it is opened.
  const [{ data, error }, again] = useQuery({ query: LIKERS, variables: { postId, after }, requestPolicy: 'network-only' });
  const page = data?.post?.likes;
  if (error && !page) return <Failed error={error} retry={() => again({ requestPolicy: 'network-only' })} />;
  if (!page) return <Waiting what={words.reading} />;
  if (after === null && page.edges.length === 0) return <Empty title={words.nobody} />;
  return (
    <>
      <ul>
        {page.edges.map(({ node, likedAt }) =>
          node ? (
            <li key={node.id}>
              <Link to="/people/$handle" params={{ handle: node.handle }}>
                <Avatar user={node} /> {node.displayName}
              </Link>
              <small>
                <When at={likedAt} />
              </small>
            </li>
          ) : null,
        )}
      </ul>
      {next && page.pageInfo.hasNextPage ? (
        <button type="button" className="button" onClick={() => next(page.pageInfo.endCursor)}>
          {words.more}
        </button>
      ) : null}
    </>
  );
}
