// The state of reading aloud: the recordings of an article, the one that is shown, and sending another.
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { useIdempotencyKey } from '../../../shared/graphql/idempotency-key';
import { useLiveEvents } from '../../../shared/graphql/use-live-events';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { useSession } from '../../../shared/session-context';
import { describeError } from '../../../shared/ui/state';
import { type Send, sendForm } from '../../platform/uploads/transfer';
import { ON_EVALUATION } from '../writing/events';
import { RETRY } from '../writing/feedback-data';
import { DELETE_READING, EVALUATE_SPEAKING, type Progress, type Quota, READING, READINGS } from './reading-data';
import type { Recording } from './recorder';

interface ListedReading {
  id: string;
  createdAt: string;
  paragraph: string;
}

export interface Readings {
  list: readonly ListedReading[];
  quota: Quota | null;
  progress: Progress | null;
  shownId: string | null;
  show: (id: string) => void;
  problem: string | null;
  isSending: boolean;
  wasDeleted: boolean;
  /** Send a recording; returns whether it has arrived. */
  send: (paragraph: string, recording: Recording) => Promise<boolean>;
  retry: () => Promise<void>;
  remove: () => Promise<void>;
  reload: () => void;
}

export function useReadings(subjectId: string): Readings {
  const { viewerId } = useSession();
  const [{ data, error }, refetch] = useQuery({ query: READINGS, variables: { subjectId } });
  const [shownId, setShownId] = useState<string | null>(null);
  const [wasDeleted, setWasDeleted] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const sending = useSending(subjectId, setProblem);
  const [, retry] = useMutation(RETRY);
  const [, remove] = useMutation(DELETE_READING);
  const { progress, reload } = useReading(shownId);

  useLiveEvents({
    document: ON_EVALUATION,
    variables: { userId: viewerId ?? '' },
    cursor: data?.evaluations?.eventsCursor,
    reload: () => {
      refetch({ requestPolicy: 'network-only' });
      reload();
    },
    isPaused: viewerId === null,
  });

  function show(id: string | null): void {
    setShownId(id);
    setWasDeleted(false);
    setProblem(null);
  }

  async function send(paragraph: string, recording: Recording): Promise<boolean> {
    show(null);
    const id = await sending.send(paragraph, recording);
    if (id) setShownId(id);
    return id !== null;
  }

  async function retryShown(): Promise<void> {
    if (!shownId) return;
    const { data: answer, error: failure } = await retry({ input: { id: shownId } });
    setProblem(describeWriteError(failure, answer?.retryEvaluation));
  }

  async function removeShown(): Promise<void> {
    if (!shownId) return;
    const { data: answer, error: failure } = await remove({ input: { id: shownId } });
    const refusal = describeWriteError(failure, answer?.deleteEvaluation);
    setProblem(refusal);
    if (refusal) return;
    setShownId(null);
    setWasDeleted(true);
  }

  return {
    list: data?.evaluations?.edges.flatMap(toListedReading) ?? [],
    quota: data?.viewer?.learning?.speakingQuota ?? null,
    progress,
    shownId,
    show,
    problem: problem ?? (error && !data ? describeError(error) : null),
    isSending: sending.isSending,
    wasDeleted,
    send,
    retry: retryShown,
    remove: removeShown,
    reload,
  };
}

interface Edge {
  node: { id: string; createdAt: string; reading: { paragraph: string } | null } | null;
}

function toListedReading({ node }: Edge): ListedReading[] {
  return node?.reading ? [{ id: node.id, createdAt: node.createdAt, paragraph: node.reading.paragraph }] : [];
}

/** Ask for a form and upload a recording with it; sent again, the same recording is the same evaluation. */
function useSending(subjectId: string, setProblem: (problem: string | null) => void) {
  const [isSending, setSending] = useState(false);
  const [, evaluate] = useMutation(EVALUATE_SPEAKING);
  const key = useIdempotencyKey();

  async function send(paragraph: string, { file, contentType }: Recording): Promise<string | null> {
    setSending(true);
    const input = { subjectId, paragraph, contentType, bytes: file.size, consent: true };
    const { data, error } = await evaluate({ input: { ...input, idempotencyKey: key.keyFor(input) } });
    const payload = data?.evaluateSpeaking;
    const refusal = describeWriteError(error, payload);
    const problem = refusal ?? (payload?.upload ? await upload(payload.upload, file) : null);
    setSending(false);
    setProblem(problem);
    if (problem !== null) return null;
    key.reset();
    return payload?.evaluation?.id ?? null;
  }

  return { isSending, send };
}

type Form = Parameters<Send>[0];

/** Return why a file did not arrive, or null. */
function upload(form: Form, file: Blob): Promise<string | null> {
  return sendForm(form, file, () => undefined, new AbortController().signal).then(
    () => null,
    (failure: unknown) => (failure instanceof Error ? failure.message : String(failure)),
  );
}

/** Read one evaluation. It is read past the cache at first, for its events may have come before it was known. */
function useReading(id: string | null) {
  const [{ data }, refetch] = useQuery({
    query: READING,
    variables: { id: id ?? '' },
    pause: id === null,
    requestPolicy: 'cache-and-network',
  });
  const evaluation = data?.evaluation;
  const progress = evaluation && evaluation.id === id ? evaluation : null;
  return { progress, reload: () => (id === null ? undefined : refetch({ requestPolicy: 'network-only' })) };
}
