// What became of a write: done, or why not, in one sentence.
import type { CombinedError } from 'urql';
import { messageOf } from '../ui/state';

interface Refusal {
  message: string;
}

/** Return why a write was refused, or null when it was done. `payload` is the mutation's own field. */
export function refusalOf(error: CombinedError | undefined, payload: { errors: readonly Refusal[] } | null | undefined): string | null {
  if (error) return messageOf(error);
  if (!payload) return 'The service gave no answer.';
  return payload.errors.map(({ message }) => message).join(' ') || null;
}
