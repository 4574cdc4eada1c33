// What one of the oldest browsers lacks is found in code and in elements, and what all of them have is not.
import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { findLacking, OLDEST } from './browsers.mjs';
import { supportedBrowsers } from './supported-browsers.mjs';

vi.setConfig({ testTimeout: 60_000 }); // the first reads all of TypeScript's libraries
Object.assign(RuleTester, { afterAll, describe, it });

const tester = new RuleTester({
  languageOptions: {
    parser: tseslint.parser,
    parserOptions: {
      ecmaFeatures: { jsx: true },
      projectService: { allowDefaultProject: ['*.tsx'] },
      tsconfigRootDir: import.meta.dirname,
    },
  },
});
const at = (code) => ({ code, filename: 'example.tsx' });
const lacking = (code, feature) => ({
  ...at(code),
  errors: [{ message: new RegExp(`^${feature.replaceAll('.', String.raw`\.`)} is missing in `) }],
});

tester.run('supported-browsers', supportedBrowsers, {
  valid: [
    at('export const first = (numbers: readonly number[]) => numbers.toSorted().at(0);'),
    at('export const words = new Intl.Segmenter("en", { granularity: "word" });'),
    at('export const copy = structuredClone({ at: new Date() });'),
    at('document.body.replaceChildren();'),
    at('const checkVisibility = () => true; checkVisibility();'),
    at(
      'interface Book { popover: string } export const read = ({ popover }: Book, book: Book) => popover + book.popover;',
    ),
    at('export const Field = () => <input type="text" required />;'),
    { ...at('document.body.checkVisibility();'), options: [{ allow: ['Element.checkVisibility'] }] },
  ],
  invalid: [
    lacking('document.body.checkVisibility();', 'Element.checkVisibility'),
    lacking('for (const link of document.querySelectorAll("a")) link.checkVisibility();', 'Element.checkVisibility'),
    lacking(
      'const { startViewTransition } = document; startViewTransition(() => undefined);',
      'Document.startViewTransition',
    ),
    lacking('export const highlight = new Highlight();', 'Highlight'),
    lacking('export const signal = AbortSignal.any([]);', 'AbortSignal.any'),
    lacking('export const isAddress = URL.canParse("/");', 'URL.canParse'),
    lacking('export const Hint = () => <p popover="auto">Hint</p>;', '<p popover>'),
    lacking('export const Find = () => <search>Find</search>;', '<search>'),
  ],
});

it('a browser lacks what came later, was removed, or waits behind a flag or under another name', () => {
  const [[name, oldest]] = Object.entries(OLDEST);
  const all = Object.fromEntries(Object.keys(OLDEST).map((each) => [each, { version_added: '1' }]));
  const lacks = (statement) => findLacking({ ...all, [name]: statement }).length > 0;

  expect(
    [
      { version_added: String(oldest) },
      { version_added: '≤37' },
      [{ version_added: '9', prefix: 'x' }, { version_added: '10' }],
    ].map(lacks),
  ).toEqual([false, false, false]);
  expect(
    [
      { version_added: String(oldest + 1) },
      { version_added: 'preview' },
      { version_added: false },
      { version_added: '10', version_removed: '20' },
      { version_added: '10', flags: [] },
      { version_added: '10', prefix: 'webkit' },
      { version_added: '10', alternative_name: 'older' },
    ].map(lacks),
  ).toEqual(Array(7).fill(true));
});
