// A post in a list: its cover, title, author, place, and how much it is liked and talked about.
import { Link } from '@tanstack/react-router';
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { Avatar, AvatarFields } from '../../shared/ui/avatar';
import { Picture, PictureFields } from '../../shared/ui/picture';
import { When } from '../../shared/ui/when';
import { useWords } from './messages/words';
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
      author { id handle displayName ...AvatarFields }
      counts { likes comments photos }
      cover { ...PictureFields }
      pins(first: 1) { edges { node { id placeName } } }
    }
  `,
  [AvatarFields, PictureFields],
);

const TAGS_SHOWN = 3;

interface Props {
  post: FragmentOf<typeof PostCardFields>;
  /** The first of the feed is shown large. */
  isLead?: boolean;
}

export function PostCard({ post: masked, isLead = false }: Props) {
  const post = readFragment(PostCardFields, masked);
  const words = useWords();
  const place = post.pins?.edges[0]?.node?.placeName;
  const sizes = isLead ? '(max-width: 60rem) 100vw, 760px' : '(max-width: 40rem) 100vw, 380px';
  return (
    <article className={isLead ? 'card card-lead' : 'card'}>
      <Link to="/posts/$postId" params={{ postId: post.id }} className="card-cover" tabIndex={-1} aria-hidden="true">
        {post.cover ? <Picture photo={post.cover} sizes={sizes} isFirst={isLead} /> : <span className="card-blank">{post.title.slice(0, 1)}</span>}
      </Link>
      <div className="card-text">
        {place ? <p className="card-place">{place}</p> : null}
        <h2>
          <Link to="/posts/$postId" params={{ postId: post.id }}>
            {post.title}
          </Link>
        </h2>
        <p className="card-by">
          {post.author ? (
            <Link to="/people/$handle" params={{ handle: post.author.handle }}>
              <Avatar user={post.author} size={26} /> {post.author.displayName}
            </Link>
          ) : null}
          <span>
            <When at={post.publishedAt ?? post.updatedAt} />
          </span>
          <span className="card-counts">
            {words.likes({ count: post.counts.likes })} · {words.comments({ count: post.counts.comments })}
          </span>
        </p>
        {post.tags.length > 0 ? (
          <p className="card-tags">
            {post.tags.slice(0, TAGS_SHOWN).map((tag) => (
              <Link key={tag} to="/search" search={{ tag }}>
                #{tag}
              </Link>
            ))}
          </p>
        ) : null}
      </div>
    </article>
  );
}
