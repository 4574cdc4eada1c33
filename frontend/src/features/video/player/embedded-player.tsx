// The player of a video in an article; somebody has just pressed play.
import { useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { ErrorState, Loading } from '../../../shared/ui/state';
import { play } from './media-keys';
import { useMessages } from './messages/use-messages';
import { Player, PlayerFields } from './player';

const PLAYED = graphql(
  `
    query PlayedVideo($id: ID!) {
      video(id: $id) {
        id
        ...PlayerFields
      }
    }
  `,
  [PlayerFields],
);

interface Props {
  id: string;
  startAt: number | null;
}

export function EmbeddedPlayer({ id, startAt }: Props) {
  const messages = useMessages();
  const media = useRef<HTMLVideoElement>(null);
  const [{ data, error }, refetch] = useQuery({ query: PLAYED, variables: { id }, requestPolicy: 'cache-and-network' });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  const video = data?.video;
  const isThere = Boolean(video);

  useEffect(() => {
    if (!isThere || !media.current) return;
    // The button that had the focus is gone.
    media.current.focus({ preventScroll: true });
    play(media.current);
  }, [isThere]);

  if (error && !video) return <ErrorState error={error} retry={reload} />;
  if (data && !video) return <p className="problem">{messages.lost}</p>;
  if (!video) return <Loading what={messages.play} />;
  return <Player video={video} media={media} startAt={startAt} renew={reload} />;
}
