// The captions of a video as its owner edits them, and the change that only the owner can make.
import { useMutation } from 'urql';
import { graphql, readFragment, type ResultOf, type VariablesOf } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';

export const OwnCaptionsFields = graphql(`
  fragment OwnCaptionsFields on Video {
    id
    version
    title
    captions {
      language
      url
      isAutomatic
    }
  }
`);

const UPDATE = graphql(
  `
    mutation UpdateVideoCaptions($input: UpdateVideoCaptionsInput!) {
      updateVideoCaptions(input: $input) {
        video {
          id
          ...OwnCaptionsFields
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
  [OwnCaptionsFields],
);
export type OwnCaptions = ResultOf<typeof OwnCaptionsFields>;

interface Change {
  video: OwnCaptions | null;
  /** Why the change was refused, or null. */
  problem: string | null;
}

export function useCaptionChanges() {
  const [{ fetching }, update] = useMutation(UPDATE);

  async function replaceCaptions(input: VariablesOf<typeof UPDATE>['input']): Promise<Change> {
    const { data, error } = await update({ input });
    const payload = data?.updateVideoCaptions;
    const video = readFragment(OwnCaptionsFields, payload?.video ?? null);
    return { video, problem: describeWriteError(error, payload) };
  }

  return { isSaving: fetching, replaceCaptions };
}
