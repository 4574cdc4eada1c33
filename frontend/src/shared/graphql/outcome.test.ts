// A refusal in a sentence, in the reader's language.
import { afterEach, expect, it } from 'vitest';
import { speak } from '../i18n/language';
import { en } from '../messages/en';
import { vi } from '../messages/vi';
import { refusalOf } from './outcome';

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
