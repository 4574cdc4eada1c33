// Describes why a write failed, in one sentence.
import type { CombinedError } from 'urql';
import { getLanguage } from '../i18n/language';
import { getMessages } from '../messages/use-messages';
import { describeError, describeLimit } from '../ui/state';
import type { graphql } from './graphql';

export interface UserError {
  code: ReturnType<typeof graphql.scalar<'ErrorCode'>>;
  message: string;
  /** When the request can succeed, of the error `RateLimited`. */
  retryAt?: string;
}

/** Return why a write failed, or null when it succeeded. `payload` is the mutation's field. */
export function describeWriteError(
  error: CombinedError | undefined,
  payload: { errors: readonly UserError[] } | null | undefined,
): string | null {
  if (error) return describeError(error);
  if (!payload) return getMessages().emptyAnswer;
  return payload.errors.map(describeUserError).join(' ') || null;
}

/** The API's messages are English and name the rule; in other languages the error's code is described. */
function describeUserError({ code, message, retryAt }: UserError): string {
  if (retryAt) return describeLimit(retryAt);
  return getLanguage() === 'en' && message ? message : getMessages()[code];
}
