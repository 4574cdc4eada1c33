// What became of a write: done, or why not, in one sentence.
import type { CombinedError } from 'urql';
import { languageNow } from '../i18n/language';
import { wordsNow } from '../messages/words';
import { messageOf } from '../ui/state';
import type { graphql } from './graphql';

interface Refusal {
  code: ReturnType<typeof graphql.scalar<'ErrorCode'>>;
  message: string;
}

/** Return why a write was refused, or null when it was done. `payload` is the mutation's own field. */
export function refusalOf(error: CombinedError | undefined, payload: { errors: readonly Refusal[] } | null | undefined): string | null {
  if (error) return messageOf(error);
  if (!payload) return wordsNow().emptyAnswer;
  return payload.errors.map(said).join(' ') || null;
}

/** The API's own sentences are English and name the rule; other languages say the kind of refusal. */
function said({ code, message }: Refusal): string {
  return languageNow() === 'en' && message ? message : wordsNow()[code];
}
