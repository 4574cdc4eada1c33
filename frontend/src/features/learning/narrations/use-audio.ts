// The audio version of an article: whether there is one, how far it is, and having it made.
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { useLiveEvents } from '../../../shared/graphql/use-live-events';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { describeError } from '../../../shared/ui/state';
import { type Audio, AUDIO_VERSION, CREATE_AUDIO_VERSION } from './audio-data';
import { ON_AUDIO_VERSION } from './events';

export interface AudioOfArticle {
  /** Undefined while it is unknown, null where nobody had the article read aloud. */
  audio: Audio | null | undefined;
  problem: string | null;
  isAsking: boolean;
  create: () => Promise<void>;
  reload: () => void;
}

export function useAudio(subjectId: string): AudioOfArticle {
  const variables = { subjectId };
  // Its address works for a quarter of an hour, so it is asked for each time.
  const [{ data, error, stale }, refetch] = useQuery({
    query: AUDIO_VERSION,
    variables,
    requestPolicy: 'cache-and-network',
  });
  const [{ fetching }, create] = useMutation(CREATE_AUDIO_VERSION);
  const [refusal, setRefusal] = useState<string | null>(null);
  const audio = data?.audioVersion;
  const isOpen = audio?.state === 'WAITING' || audio?.state === 'RUNNING';
  const reload = () => refetch({ requestPolicy: 'network-only' });
  useLiveEvents({
    document: ON_AUDIO_VERSION,
    variables,
    cursor: audio?.eventsCursor,
    reload,
    isPaused: !isOpen,
  });

  async function ask(): Promise<void> {
    const { data: answer, error: failure } = await create({ input: { subjectId } });
    setRefusal(describeWriteError(failure, answer?.createAudioVersion));
  }

  return {
    // While it is read again, an address may be too old, and nothing may only be unknown.
    audio: data && (!stale || isOpen) ? (audio ?? null) : undefined,
    problem: refusal ?? (error && !data ? describeError(error) : null),
    isAsking: fetching,
    create: ask,
    reload,
  };
}
