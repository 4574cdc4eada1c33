// What owners do with their livestreams.
import { useMutation } from 'urql';
import { useIdempotencyKey } from '../../../shared/graphql/idempotency-key';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';

const CREATE = graphql(`
  mutation CreateStream($input: CreateStreamInput!) {
    createStream(input: $input) {
      stream {
        id
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
`);
const START = graphql(`
  mutation StartStream($input: StartStreamInput!) {
    startStream(input: $input) {
      stream {
        id
        state
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
`);
const END = graphql(`
  mutation EndStream($input: EndStreamInput!) {
    endStream(input: $input) {
      stream {
        id
        state
        endedAt
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
`);
const DELETE = graphql(`
  mutation DeleteStream($input: DeleteStreamInput!) {
    deleteStream(input: $input) {
      deletedId
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);

export type Audience = 'PUBLIC' | 'FOLLOWERS' | 'AUTHOR';
interface NewStream {
  title: string;
  description: string;
  audience: Audience;
  scheduledFor: string | null;
}

/** Each returns why it was refused, or null. */
export function useStreamActs() {
  const [, create] = useMutation(CREATE);
  const [, start] = useMutation(START);
  const [, end] = useMutation(END);
  const [, remove] = useMutation(DELETE);
  const key = useIdempotencyKey();
  return {
    createStream: async (input: NewStream) => {
      const { data, error } = await create({ input: { ...input, idempotencyKey: key.keyFor(input) } });
      const refusal = describeWriteError(error, data?.createStream);
      if (refusal === null) key.reset();
      return refusal;
    },
    startStream: async (id: string) => {
      const { data, error } = await start({ input: { id } });
      return describeWriteError(error, data?.startStream);
    },
    endStream: async (id: string) => {
      const { data, error } = await end({ input: { id } });
      return describeWriteError(error, data?.endStream);
    },
    deleteStream: async (id: string) => {
      const { data, error } = await remove({ input: { id } });
      return describeWriteError(error, data?.deleteStream);
    },
  };
}
