// An article card: cover, title, author, place and counts.
import { Link } from '@tanstack/react-router';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { Avatar, AvatarFields } from '../../../shared/ui/avatar';
import { Picture, PictureFields } from '../../../shared/ui/picture';
import { TimeAgo } from '../../../shared/ui/time-ago';
import { useMessages } from './messages/use-messages';
import { takeCharacters } from '../../../shared/text';
import './post-card.css';

export const PostCardFields = graphql(
  `
    fragment PostCardFields on Post {
      id
      title
      tags
      state
      visibility
      updatedAt
      publishedAt
      author {
        id
        handle
        displayName
        ...AvatarFields
      }
      counts {
        likes
        comments
        photos
      }
      cover {
        ...PictureFields
      }
    }
  `,
  [AvatarFields, PictureFields],
);

const TAGS_SHOWN = 3;

interface Props {
  post: FragmentOf<typeof PostCardFields>;
  /** The first of them names the article's place; pages ask for as many as they show. */
  pins: { edges: readonly { node: { placeName: string | null } | null }[] } | null;
  /** The first card of the feed is large. */
  isLead?: boolean;
}

export function PostCard({ post: masked, pins, isLead = false }: Props) {
  const post = readFragment(PostCardFields, masked);
  const messages = useMessages();
  const place = pins?.edges[0]?.node?.placeName;
  const sizes = isLead ? '(max-width: 60rem) 100vw, 760px' : '(max-width: 40rem) 100vw, 380px';
  return (
    <article className={isLead ? 'card card-lead' : 'card'}>
      <Link to="/posts/$postId" params={{ postId: post.id }} className="card-cover" tabIndex={-1} aria-hidden="true">
        {post.cover ? (
          <Picture photo={post.cover} sizes={sizes} isFirst={isLead} />
        ) : (
          <span className="card-blank">{takeCharacters(post.title, 1)}</span>
        )}
      </Link>
      <div className="card-text">
        {place ? (
          <p className="card-place" dir="auto">
            {place}
          </p>
        ) : null}
        <h2 dir="auto">
          <Link to="/posts/$postId" params={{ postId: post.id }}>
            {post.title}
          </Link>
        </h2>
        <p className="card-by">
          {post.author ? (
            <Link to="/people/$handle" params={{ handle: post.author.handle }}>
              <Avatar user={post.author} size={26} /> <bdi>{post.author.displayName}</bdi>
            </Link>
          ) : null}
          <span>
            <TimeAgo at={post.publishedAt ?? post.updatedAt} />
          </span>
          <span className="card-counts">
            {messages.likes({ count: post.counts.likes })} · {messages.comments({ count: post.counts.comments })}
          </span>
        </p>
        {post.tags.length > 0 ? (
          <p className="card-tags">
            {post.tags.slice(0, TAGS_SHOWN).map((tag) => (
              <Link key={tag} to="/search" search={{ tag }}>
                <bdi>#{tag}</bdi>
              </Link>
            ))}
          </p>
        ) : null}
      </div>
    </article>
  );
}
