// A channel as its owner edits it, and the changes that only the owner can make.
import { useMutation } from 'urql';
import { graphql, type ResultOf } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';

export const EditedChannelFields = graphql(`
  fragment EditedChannelFields on Channel @_unmask {
    id
    version
    handle
    title
    description
    banner {
      videoId
      seconds
      url
    }
  }
`);
const PARTS = [EditedChannelFields] as const;
const CREATE = graphql(
  `
    mutation CreateChannel($input: CreateChannelInput!) {
      createChannel(input: $input) {
        channel {
          ...EditedChannelFields
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
const UPDATE = graphql(
  `
    mutation UpdateChannel($input: UpdateChannelInput!) {
      updateChannel(input: $input) {
        channel {
          ...EditedChannelFields
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

export type EditedChannel = ResultOf<typeof EditedChannelFields>;
export interface Banner {
  videoId: string;
  seconds: number;
}
interface Words {
  handle: string;
  title: string;
  description: string;
}
interface Change {
  /** The handle of the channel afterwards. */
  handle: string;
  /** Why the change was refused, or null. */
  problem: string | null;
}

/** Return what creates and changes the viewer's channel. */
export function useChannelChanges() {
  const [, create] = useMutation(CREATE);
  const [, update] = useMutation(UPDATE);

  async function createChannel(input: Words): Promise<Change> {
    const { data, error } = await create({ input });
    const payload = data?.createChannel;
    return { handle: payload?.channel?.handle ?? '', problem: describeWriteError(error, payload) };
  }

  async function updateChannel(
    before: EditedChannel,
    { banner, ...words }: Words & { banner: Banner | null },
  ): Promise<Change> {
    const choice = banner ? { banner: { videoId: banner.videoId, seconds: banner.seconds } } : { removeBanner: true };
    const { data, error } = await update({ input: { expectedVersion: before.version, ...words, ...choice } });
    const payload = data?.updateChannel;
    return { handle: payload?.channel?.handle ?? '', problem: describeWriteError(error, payload) };
  }

  return { createChannel, updateChannel };
}
