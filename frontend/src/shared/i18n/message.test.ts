// Messages become words: placeholders, plurals and numbers as the language has them, and translations that fit.
import { expect, expectTypeOf, it } from 'vitest';
import { defineMessages, defineTranslation, type CompiledMessages, compileMessages } from './message';

const en = defineMessages({
  plain: 'Hello',
  named: 'Hello {name}',
  likes: { one: '{count} like', other: '{count} likes' },
});
const english = compileMessages('en', en) as CompiledMessages<typeof en>;

it('plain messages are strings, others functions of their values', () => {
  expect(english.plain).toBe('Hello');
  expect(english.named({ name: 'Ada' })).toBe('Hello Ada');
  expectTypeOf(english.plain).toBeString();
  expectTypeOf(english.named).parameter(0).toEqualTypeOf<{ readonly name: string | number }>();
});

it('a count chooses the form, and is written as the language writes numbers', () => {
  expect(english.likes({ count: 1 })).toBe('1 like');
  expect(english.likes({ count: 12_345 })).toBe('12,345 likes');
  const vi = defineTranslation<typeof en>()({
    plain: 'Chào',
    named: 'Chào {name}',
    likes: { other: '{count} lượt thích' },
  });
  expect((compileMessages('vi', vi) as CompiledMessages<typeof en>).likes({ count: 12_345 })).toBe('12.345 lượt thích');
});

it('a value is never read as a message', () => {
  expect(english.named({ name: '{count}' })).toBe('Hello {count}');
});

it('a value keeps its direction to itself', () => {
  expect(english.named({ name: 'עדה' })).toBe('Hello \u2068עדה\u2069');
  expect(english.named({ name: 'Evil\u202E' })).toBe('Hello \u2068Evil\u2069');
});

it('what does not fit is a type error', () => {
  const translate = defineTranslation<typeof en>();
  // @ts-expect-error -- a key is missing
  translate({ plain: 'Chào', named: 'Chào {name}' });
  // @ts-expect-error -- a key too many
  translate({ plain: 'Chào', named: 'Chào {name}', likes: { other: '{count}' }, more: 'x' });
  // @ts-expect-error -- another placeholder
  translate({ plain: 'Chào', named: 'Chào {tên}', likes: { other: '{count}' } });
});
