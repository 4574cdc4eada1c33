// A video as it is processed.
import { graphql } from '../../../shared/graphql/graphql';

export const VideoEventFields = graphql(`
  fragment VideoEventFields on VideoProcessingEvent @_unmask {
    __typename
    id
    sequence
    at
    videoId
    videoStep
    status
    attempt
    percent
    secondsLeft
    videoState
    isPlayable
  }
`);

export const ON_VIDEO_PROCESSING = graphql(
  `
    subscription OnVideoProcessing($videoId: ID!) {
      onVideoProcessing(videoId: $videoId) {
        ...VideoEventFields
      }
    }
  `,
  [VideoEventFields],
);
