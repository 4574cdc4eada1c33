// The newest videos in one row under a heading: everybody's, or a person's. Nothing is shown where there are none.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../../shared/graphql/graphql';
import { useMessages } from './messages/use-messages';
import { VideoCardFields, VideoGrid } from './video-card';

const LATEST = graphql(
  `
    query LatestVideos {
      videos(first: 4) {
        edges {
          node {
            id
            ...VideoCardFields
          }
        }
      }
    }
  `,
  [VideoCardFields],
);
const OF_PERSON = graphql(
  `
    query VideosOfPerson($handle: String!) {
      user(handle: $handle) {
        id
        videos(first: 8) {
          edges {
            node {
              id
              ...VideoCardFields
            }
          }
        }
      }
    }
  `,
  [VideoCardFields],
);

type Videos = ResultOf<typeof LATEST>['videos'];

export function LatestVideos() {
  const messages = useMessages();
  const [{ data }] = useQuery({ query: LATEST });
  return (
    <VideoShelf videos={data?.videos}>
      <Link to="/videos">{messages.seeVideos}</Link>
    </VideoShelf>
  );
}

export function VideosOfPerson({ handle }: { handle: string }) {
  const [{ data }] = useQuery({ query: OF_PERSON, variables: { handle } });
  return <VideoShelf videos={data?.user?.videos} />;
}

export function VideoShelf({ videos, children }: { videos: Videos | undefined; children?: ReactNode }) {
  const messages = useMessages();
  const shown = videos?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  if (shown.length === 0) return null;
  return (
    <section className="video-shelf" aria-labelledby="videos">
      <header>
        <h2 id="videos">{messages.videos}</h2>
        {children}
      </header>
      <VideoGrid videos={shown} />
    </section>
  );
}
