// A refusal in a sentence, in the reader's language.
import { CombinedError } from 'urql';
import { afterEach, expect, it } from 'vitest';
import { speak } from '../i18n/language';
import { en } from '../messages/en';
import { vi } from '../messages/vi';
import { refusalOf } from './outcome';

const failing = (errorType: string, message: string) => new CombinedError({ graphQLErrors: [{ errorType, message } as Partial<Error>] });
const REFUSED = { errors: [{ code: 'INVALID_INPUT' as const, message: 'title: at most 120 characters.' }] };

afterEach(() => speak('en', { shared: en }, []));

it('says what the API said, in English', () => {
  expect(refusalOf(undefined, REFUSED)).toBe('title: at most 120 characters.');
});

it('says the kind of refusal in other languages', () => {
  speak('vi', { shared: vi }, []);
  expect(refusalOf(undefined, REFUSED)).toBe('Thông tin bạn nhập chưa đúng quy định.');
});

it('a write that was done has no refusal, an empty answer has one', () => {
  expect(refusalOf(undefined, { errors: [] })).toBeNull();
  expect(refusalOf(undefined, null)).toBe('The service gave no answer.');
});

it.each([
  ['Unauthorized', 'This is not open to you. Sign in, or use another account.', 'Nội dung này không mở cho bạn. Bạn hãy đăng nhập, hoặc dùng tài khoản khác.'],
  ['Throttled', 'Too many people are here at once. Try again in a moment.', 'Đang có quá nhiều người truy cập. Bạn hãy thử lại sau giây lát.'],
  ['InvalidInput', 'Not Authorized to access it on type Query', 'Thông tin bạn nhập chưa đúng quy định.'],
  ['Lambda:Unhandled', 'Something went wrong at the service. Try again in a moment.', 'Dịch vụ gặp sự cố. Bạn hãy thử lại sau giây lát.'],
])('an answer that failed with %s is said in the language that is spoken', (errorType, english, vietnamese) => {
  const failed = failing(errorType, 'Not Authorized to access it on type Query');
  expect(refusalOf(failed, null)).toBe(english);
  speak('vi', { shared: vi }, []);
  expect(refusalOf(failed, null)).toBe(vietnamese);
});
