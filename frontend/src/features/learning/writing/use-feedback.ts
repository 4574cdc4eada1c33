// The state of feedback on a text: one evaluation at a time, and its findings as they move with what is typed.
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { useLiveEvents } from '../../../shared/graphql/use-live-events';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { useSession } from '../../../shared/session-context';
import { describeError } from '../../../shared/ui/state';
import { dismissFinding } from './dismissed-findings';
import { ON_EVALUATION } from './events';
import {
  EVALUATE,
  EVALUATION,
  EVALUATIONS,
  type Evaluations,
  type Learning,
  type Progress,
  RETRY,
  UPDATE_LEARNER,
} from './feedback-data';
import { type Placement, placeEvaluation, type Request } from './placement';
import type { PlacedFinding } from './places';

export interface Feedback {
  evaluations: Evaluations | null;
  learning: Learning | null;
  isSending: boolean;
  progress: Progress | null;
  /** What is found in the text as it is now; null until an evaluation is done. */
  findings: readonly PlacedFinding[] | null;
  /** Whether there was anything to handle. */
  hasFound: boolean;
  problem: string | null;
  currentId: string | null;
  setCurrent: (id: string | null) => void;
  check: () => Promise<void>;
  retry: () => Promise<void>;
  dismiss: (finding: PlacedFinding) => void;
  setDictionary: (words: readonly string[]) => Promise<void>;
  allowGemini: (isAllowed: boolean) => Promise<void>;
}

export function useFeedback(subjectId: string, text: string): Feedback {
  const { viewerId } = useSession();
  const [{ data, error }, refetch] = useQuery({ query: EVALUATIONS, variables: { subjectId } });
  const [request, setRequest] = useState<Request | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [currentId, setCurrent] = useState<string | null>(null);
  const [{ fetching: isSending }, evaluate] = useMutation(EVALUATE);
  const [, retry] = useMutation(RETRY);
  const [, updateLearner] = useMutation(UPDATE_LEARNER);
  const learning = data?.viewer?.learning ?? null;
  const { progress, reload } = useEvaluation(request);
  const { placement, remove } = usePlacement(request, progress, text, subjectId);

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

  async function check(): Promise<void> {
    const { data: answer, error } = await evaluate({ input: { subjectId, text } });
    const evaluation = answer?.evaluateWriting?.evaluation;
    setProblem(describeWriteError(error, answer?.evaluateWriting));
    if (evaluation) setRequest({ id: evaluation.id, sent: text });
  }

  async function retryEvaluation(): Promise<void> {
    if (!request) return;
    const { data: answer, error } = await retry({ input: { id: request.id } });
    setProblem(describeWriteError(error, answer?.retryEvaluation));
  }

  /** Change what the learner chose; returns whether it was taken. */
  async function update(changes: { dictionary?: string[]; allowsGemini?: boolean }): Promise<boolean> {
    const { data: answer, error } = await updateLearner({
      input: { expectedVersion: learning?.version ?? 0, ...changes },
    });
    const refusedBecause = describeWriteError(error, answer?.updateLearner);
    setProblem(refusedBecause);
    return refusedBecause === null;
  }

  async function allowGemini(isAllowed: boolean): Promise<void> {
    await update({ allowsGemini: isAllowed });
  }

  async function setDictionary(words: readonly string[]): Promise<void> {
    if (await update({ dictionary: [...words] }))
      remove(({ kind, quote }) => kind === 'SPELLING' && words.includes(quote));
  }

  function dismiss(finding: PlacedFinding): void {
    dismissFinding(subjectId, finding);
    remove(({ rule, quote }) => rule === finding.rule && quote === finding.quote);
  }

  return {
    evaluations: data?.evaluations ?? null,
    learning,
    isSending,
    progress,
    findings: placement?.findings ?? null,
    hasFound: placement?.hasFound ?? false,
    problem: problem ?? (error && !data ? describeError(error) : null),
    currentId,
    setCurrent,
    check,
    retry: retryEvaluation,
    dismiss,
    setDictionary,
    allowGemini,
  };
}

/** Read an evaluation. It is read past the cache at first, for its events may have come before it was known. */
function useEvaluation(request: Request | null) {
  const [{ data }, refetch] = useQuery({
    query: EVALUATION,
    variables: { id: request?.id ?? '' },
    pause: !request,
    requestPolicy: 'cache-and-network',
  });
  const evaluation = data?.evaluation;
  const progress = evaluation && evaluation.id === request?.id ? evaluation : null;
  return { progress, reload: () => (request ? refetch({ requestPolicy: 'network-only' }) : undefined) };
}

/** Keep the findings of an evaluation at their words while the text changes. */
function usePlacement(request: Request | null, progress: Progress | null, text: string, subjectId: string) {
  const [stored, setPlacement] = useState<Placement | null>(null);
  const placement = request && placeEvaluation(stored, request, progress, text, subjectId);
  // Nothing is drawn in between, so that no finding is ever under the words of an earlier text.
  if (placement !== stored) setPlacement(placement);

  function remove(isGone: (finding: PlacedFinding) => boolean): void {
    setPlacement((before) => before && { ...before, findings: before.findings.filter((each) => !isGone(each)) });
  }

  return { placement, remove };
}
