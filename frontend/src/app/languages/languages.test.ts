// Every room with words is found by its folder, under the name its components ask for.
import { expect, it } from 'vitest';
import { byRoom } from './languages';
import { written as en } from './en';
import { written as vi } from './vi';

const asked = import.meta.glob<string>(['../messages/words.ts', '../../{shared,features/*}/messages/words.ts'], { eager: true, query: '?raw', import: 'default' });

it('each room asks for the words of its own folder', () => {
  const names = Object.values(asked).map((text) => /wordsOf<typeof en>\('(\w+)'\)/.exec(text)?.[1]);
  expect(new Set(names)).toEqual(new Set(Object.keys(byRoom(en, 'en'))));
  for (const [path, text] of Object.entries(asked)) {
    expect(text).toContain(`('${/([^/.]+)\/messages/.exec(path)?.[1] ?? 'app'}')`);
  }
});

it('every room speaks every language', () => {
  expect(Object.keys(byRoom(vi, 'vi'))).toEqual(Object.keys(byRoom(en, 'en')));
});
