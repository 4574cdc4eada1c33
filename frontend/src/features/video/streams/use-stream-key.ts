// The viewer's stream key: where its encoder sends to, and its value for as long as the page that took it is open.
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { notify } from '../../../shared/ui/notices';

const INGEST = graphql(`
  query StreamIngest {
    viewer {
      user {
        id
      }
      streamIngest {
        url
        keyCreatedAt
      }
    }
  }
`);
const ROTATE = graphql(`
  mutation RotateStreamKey {
    rotateStreamKey {
      key {
        value
        url
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

interface TakenKey {
  value: string;
  url: string;
}

export function useStreamKey() {
  const [{ data, error }, refetch] = useQuery({ query: INGEST });
  const [{ fetching: isTaking }, rotate] = useMutation(ROTATE);
  const [key, setKey] = useState<TakenKey | null>(null);
  const reload = () => refetch({ requestPolicy: 'network-only' });

  /** Take a new key, which ends the one before; null where it was refused, and the person was told why. */
  async function take(): Promise<TakenKey | null> {
    const { data: answer, error: failure } = await rotate({});
    const why = describeWriteError(failure, answer?.rotateStreamKey);
    if (why) {
      notify(why);
      return null;
    }
    const taken = answer?.rotateStreamKey?.key ?? null;
    setKey(taken);
    reload();
    return taken;
  }

  const forget = () => setKey(null);
  return {
    isKnown: Boolean(data?.viewer),
    ingest: data?.viewer?.streamIngest ?? null,
    error,
    reload,
    key,
    isTaking,
    take,
    forget,
  };
}

export type StreamKeyState = ReturnType<typeof useStreamKey>;
