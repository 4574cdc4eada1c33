// The people who like a subject, newest first.
import type { TypedDocumentNode } from '@urql/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { Avatar, AvatarFields } from '../../../shared/ui/avatar';
import { readListState } from '../../../shared/graphql/list-state';
import { ListView } from '../../../shared/ui/list-view';
import { ShowMore } from '../../../shared/ui/show-more';
import { type ShownPage, useShownPages } from '../../../shared/ui/shown-pages';
import { EmptyState, Loading } from '../../../shared/ui/state';
import { TimeAgo } from '../../../shared/ui/time-ago';
import { useMessages } from './messages/use-messages';
import './likers.css';

export const LikersPageFields = graphql(
  `
    fragment LikersPageFields on LikeConnection {
      edges {
        likedAt
        node {
          id
          handle
          displayName
          ...AvatarFields
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  `,
  [AvatarFields],
);

interface Props {
  /** A query for a page of the people who like a subject: each product asks for its own type, as `subject`. */
  query: TypedDocumentNode<
    { subject: { likes: FragmentOf<typeof LikersPageFields> | null } | null },
    { id: string; after: string | null }
  >;
  subjectId: string;
}

export function Likers(subject: Props) {
  const messages = useMessages();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button button-plain" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {messages.likedBy}
      </button>
      {isOpen ? <LikersDialog {...subject} close={() => setOpen(false)} /> : null}
    </>
  );
}

function LikersDialog({ close, ...subject }: Props & { close: () => void }) {
  const messages = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  const { pages } = useShownPages();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="likers" aria-labelledby="likers-title" onClose={close}>
      <header>
        <h2 id="likers-title">{messages.likedBy}</h2>
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {messages.close}
        </button>
      </header>
      {pages.map((page) => (
        <LikersPage key={page.after} {...subject} {...page} />
      ))}
    </dialog>
  );
}

function LikersPage({ query, subjectId, after, showNext }: Props & ShownPage) {
  const messages = useMessages();
  // No event updates this list, so it is fetched each time it opens.
  const [result, refetch] = useQuery({ query, variables: { id: subjectId, after }, requestPolicy: 'network-only' });
  const likes = readFragment(LikersPageFields, result.data?.subject?.likes);
  const likedAt = new Map(likes?.edges.map(({ node, likedAt }) => [node?.id, likedAt]));
  return (
    <ListView
      list={readListState(result, likes)}
      waiting={<Loading what={messages.loading} />}
      empty={after === null ? <EmptyState title={messages.none} /> : null}
      retry={() => refetch({ requestPolicy: 'network-only' })}
    >
      {(people, pageInfo) => (
        <>
          <ul>
            {people.map((person) => (
              <li key={person.id}>
                <Link to="/people/$handle" params={{ handle: person.handle }}>
                  <Avatar user={person} /> <bdi>{person.displayName}</bdi>
                </Link>
                <small>
                  <TimeAgo at={likedAt.get(person.id) ?? ''} />
                </small>
              </li>
            ))}
          </ul>
          <ShowMore pageInfo={pageInfo} showNext={showNext}>
            {messages.showMore}
          </ShowMore>
        </>
      )}
    </ListView>
  );
}
