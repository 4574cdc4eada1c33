// The newest videos with a tag or a label, beside the articles of a search.
import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { useMessages } from './messages/use-messages';
import { VideoCardFields } from './video-card';
import { VideoShelf } from './video-shelf';

const FOUND = graphql(
  `
    query FoundVideos($tag: String, $label: String) {
      videos(tag: $tag, label: $label, first: 4) {
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

interface Props {
  tag: string | undefined;
  label: string | undefined;
}

export function FoundVideos({ tag, label }: Props) {
  const messages = useMessages();
  const [{ data }] = useQuery({ query: FOUND, variables: { tag: tag ?? null, label: label ?? null } });
  return (
    <VideoShelf videos={data?.videos}>
      <Link to="/videos" search={{ tag, label }}>
        {messages.seeFound}
      </Link>
    </VideoShelf>
  );
}
