// The feed as home shows it: the query, and its answer made plain.
import type { GraphQLAnswer } from '../../shared/appsync/types';

export const FEED = `query Home {
  feed(first: 24) {
    edges {
      node {
        id title publishedAt
        author { displayName }
        counts { likes comments }
        cover { altText width height variants { name url width height } }
        pins(first: 1) { edges { node { placeName } } }
      }
    }
  }
}`;

export interface FeedPost {
  id: string;
  title: string;
  publishedAt: string;
  author: string;
  likes: number;
  comments: number;
  place: string;
  cover: { url: string; altText: string; width: number; height: number } | null;
}

interface Variant {
  name: string;
  url: string;
  width: number;
  height: number;
}

interface Node {
  id: string;
  title: string;
  publishedAt: string;
  author: { displayName: string } | null;
  counts: { likes: number; comments: number };
  cover: { altText: string | null; variants: Variant[] } | null;
  pins: { edges: { node: { placeName: string | null } | null }[] } | null;
}

/** Read the answer's posts, or throw what the API said. */
export function postsOf(answer: GraphQLAnswer): FeedPost[] {
  const data = answer.data as { feed: { edges: { node: Node | null }[] } | null } | null;
  if (!data?.feed) throw new Error(answer.errors?.[0]?.message ?? 'The API gave no feed.');
  return data.feed.edges.flatMap(({ node }) => (node ? [shown(node)] : []));
}

function shown(node: Node): FeedPost {
  return {
    id: node.id,
    title: node.title,
    publishedAt: node.publishedAt,
    author: node.author?.displayName ?? 'Somebody',
    likes: node.counts.likes,
    comments: node.counts.comments,
    place: node.pins?.edges[0]?.node?.placeName ?? '',
    cover: coverOf(node),
  };
}

function coverOf({ cover }: Node): FeedPost['cover'] {
  const variant = cover?.variants.find(({ name }) => name === 'MEDIUM') ?? cover?.variants[0];
  if (!cover || !variant) return null;
  return { url: variant.url, altText: cover.altText ?? '', width: variant.width, height: variant.height };
}
