// A video as its owner edits it, and the changes that only the owner can make.
import { useMutation } from 'urql';
import { graphql, type ResultOf, type VariablesOf } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';

export const EditedVideoFields = graphql(`
  fragment EditedVideoFields on Video @_unmask {
    id
    version
    title
    description
    tags
    chapters {
      seconds
      title
    }
    audience
  }
`);
const PARTS = [EditedVideoFields] as const;
const UPDATE = graphql(
  `
    mutation UpdateVideo($input: UpdateVideoInput!) {
      updateVideo(input: $input) {
        video {
          ...EditedVideoFields
        }
        errors {
          code
          message
          ... on RateLimited {
            retryAt
          }
        }
      }
    }
  `,
  PARTS,
);
const PUBLISH = graphql(
  `
    mutation PublishVideo($input: PublishVideoInput!) {
      publishVideo(input: $input) {
        video {
          ...EditedVideoFields
        }
        errors {
          code
          message
          ... on RateLimited {
            retryAt
          }
        }
      }
    }
  `,
  PARTS,
);
const UNPUBLISH = graphql(
  `
    mutation UnpublishVideo($input: UnpublishVideoInput!) {
      unpublishVideo(input: $input) {
        video {
          ...EditedVideoFields
        }
        errors {
          code
          message
          ... on RateLimited {
            retryAt
          }
        }
      }
    }
  `,
  PARTS,
);

export type EditedVideo = ResultOf<typeof EditedVideoFields>;
type AudienceChoice = Pick<EditedVideo, 'id' | 'audience'> & { expectedVersion: number };

interface Change {
  /** The version of the video afterwards. */
  version: number;
  /** Why the change was refused, or null. */
  problem: string | null;
}

/** Return what changes a video's words and its audience. */
export function useVideoChanges() {
  const [, update] = useMutation(UPDATE);
  const [, publish] = useMutation(PUBLISH);
  const [, unpublish] = useMutation(UNPUBLISH);

  async function updateWords(input: VariablesOf<typeof UPDATE>['input']): Promise<Change> {
    const { data, error } = await update({ input });
    const payload = data?.updateVideo;
    return { version: payload?.video?.version ?? 0, problem: describeWriteError(error, payload) };
  }

  async function setAudience({ audience, ...input }: AudienceChoice): Promise<Change> {
    const [payload, error] =
      audience === 'AUTHOR'
        ? await unpublish({ input }).then((result) => [result.data?.unpublishVideo, result.error] as const)
        : await publish({ input: { ...input, audience } }).then(
            (result) => [result.data?.publishVideo, result.error] as const,
          );
    return { version: payload?.video?.version ?? 0, problem: describeWriteError(error, payload) };
  }

  return { updateWords, setAudience };
}
