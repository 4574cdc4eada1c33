// A refusal in a sentence, in the reader's language.
import { CombinedError } from 'urql';
import { afterEach, expect, it } from 'vitest';
import { setLanguage } from '../i18n/language';
import { en } from '../messages/en';
import { vi } from '../messages/vi';
import { describeWriteError } from './write-errors';

const failing = (errorType: string, message: string) =>
  new CombinedError({ graphQLErrors: [{ errorType, message } as Partial<Error>] });
const REFUSED = { errors: [{ code: 'INVALID_INPUT' as const, message: 'title: at most 120 characters.' }] };

afterEach(() => setLanguage('en', { shared: en }, []));

it('says what the API said, in English', () => {
  expect(describeWriteError(undefined, REFUSED)).toBe('title: at most 120 characters.');
});

it('says the kind of refusal in other languages', () => {
  setLanguage('vi', { shared: vi }, []);
  expect(describeWriteError(undefined, REFUSED)).toBe(vi.INVALID_INPUT);
});

it.each([
  ['en', { shared: en }, '11:05', 'Try again at'],
  ['vi', { shared: vi }, '11:05', 'Hãy thử lại lúc'],
] as const)('says in %s by the reader’s clock when a limit ends', (language, catalogs, time, words) => {
  setLanguage(language, catalogs, [`${language}-GB`]);
  const retryAt = new Date(2026, 4, 4, 11, 5).toISOString();
  const refused = { errors: [{ code: 'RATE_LIMITED' as const, message: '30 comments an hour are allowed.', retryAt }] };
  const failed = new CombinedError({
    graphQLErrors: [{ errorType: 'RateLimited', errorInfo: { retryAt }, message: 'Too many.' } as Partial<Error>],
  });
  for (const said of [describeWriteError(undefined, refused), describeWriteError(failed, null)]) {
    expect(said).toContain(words);
    expect(said).toContain(time);
  }
});

it('a write that was done has no refusal, an empty answer has one', () => {
  expect(describeWriteError(undefined, { errors: [] })).toBeNull();
  expect(describeWriteError(undefined, null)).toBe(en.emptyAnswer);
});

it.each([
  ['Unauthorized', en.Unauthorized, vi.Unauthorized],
  ['Throttled', en.Throttled, vi.Throttled],
  ['InvalidInput', 'Not Authorized to access it on type Query', vi.INVALID_INPUT],
  ['Lambda:Unhandled', en.failed, vi.failed],
])('an answer that failed with %s is said in the language that is spoken', (errorType, english, vietnamese) => {
  const failed = failing(errorType, 'Not Authorized to access it on type Query');
  expect(describeWriteError(failed, null)).toBe(english);
  setLanguage('vi', { shared: vi }, []);
  expect(describeWriteError(failed, null)).toBe(vietnamese);
});
