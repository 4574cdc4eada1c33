// Messages become words: placeholders, plurals and numbers as the language has them, and translations that fit.
import { expect, expectTypeOf, it } from 'vitest';
import { messages, translationOf, type Words, wordsIn } from './message';

const en = messages({ plain: 'Hello', named: 'Hello {name}', likes: { one: '{count} like', other: '{count} likes' } });
const english = wordsIn('en', en) as Words<typeof en>;

it('plain messages are strings, others functions of their values', () => {
  expect(english.plain).toBe('Hello');
  expect(english.named({ name: 'Ada' })).toBe('Hello Ada');
  expectTypeOf(english.plain).toBeString();
  expectTypeOf(english.named).parameter(0).toEqualTypeOf<{ readonly name: string | number }>();
});

it('a count chooses the form, and is written as the language writes numbers', () => {
  expect(english.likes({ count: 1 })).toBe('1 like');
  expect(english.likes({ count: 12_345 })).toBe('12,345 likes');
  const vi = translationOf<typeof en>()({ plain: 'Chào', named: 'Chào {name}', likes: { other: '{count} lượt thích' } });
  expect((wordsIn('vi', vi) as Words<typeof en>).likes({ count: 12_345 })).toBe('12.345 lượt thích');
});

it('a value is never read as a message', () => {
  expect(english.named({ name: '{count}' })).toBe('Hello {count}');
});

it('what does not fit is a type error', () => {
  const translate = translationOf<typeof en>();
  // @ts-expect-error -- a key is missing
  translate({ plain: 'Chào', named: 'Chào {name}' });
  // @ts-expect-error -- a key too many
  translate({ plain: 'Chào', named: 'Chào {name}', likes: { other: '{count}' }, more: 'x' });
  // @ts-expect-error -- another placeholder
  translate({ plain: 'Chào', named: 'Chào {tên}', likes: { other: '{count}' } });
});
