// Every catalog is found by its folder, under the name its components ask for, and translated whole.
import { expect, it } from 'vitest';
import type { MessageCatalogs } from '../../shared/i18n/language';
import type { Messages } from '../../shared/i18n/message';
import { collectCatalogs, getCatalogName } from './load-language';
import { messageFiles as en } from './en';
import { messageFiles as vi } from './vi';

const asked = import.meta.glob<string>(
  ['../messages/use-messages.ts', '../../{shared,features/*/*}/messages/use-messages.ts'],
  {
    eager: true,
    query: '?raw',
    import: 'default',
  },
);

const ownEnglish = import.meta.glob<{ en: Messages }>('../../features/*/*/messages/en.ts', { eager: true });
const ownVietnamese = import.meta.glob<{ vi: Messages }>('../../features/*/*/messages/vi.ts', { eager: true });

it('each feature asks for the messages of its own folder', () => {
  const shared = Object.entries(asked).filter(([, text]) => !text.includes('createOwnMessageHooks'));
  const names = shared.map(([, text]) => /createMessageHooks<typeof en>\('([\w/]+)'\)/.exec(text)?.[1]);
  expect(new Set(names)).toEqual(new Set(Object.keys(collectCatalogs(en, 'en'))));
  for (const [path, text] of shared) expect(text).toContain(`('${getCatalogName(path)}')`);
});

/** Name each message that a translation lacks, or that only it has, with its language. */
function findUntranslated(language: string, source: MessageCatalogs, translation: MessageCatalogs): string[] {
  const names = (catalogs: MessageCatalogs) =>
    Object.entries(catalogs).flatMap(([feature, messages]) => Object.keys(messages).map((key) => `${feature}.${key}`));
  const [wanted, written] = [names(source), names(translation)];
  return [
    ...wanted.filter((name) => !written.includes(name)).map((name) => `${language} lacks ${name}`),
    ...written.filter((name) => !wanted.includes(name)).map((name) => `${language} has ${name}, which en lacks`),
  ];
}

it('every message is translated, also of a feature that loads its own', () => {
  const english = collectCatalogs({ ...en, ...ownEnglish }, 'en');
  const vietnamese = collectCatalogs({ ...vi, ...ownVietnamese }, 'vi');
  expect(Object.keys(english)).toEqual(expect.arrayContaining(['platform/explorer', 'learning/writing']));
  expect(findUntranslated('vi', english, vietnamese)).toEqual([]);
});

it('a missing translation is named by its language, feature and key', () => {
  expect(
    findUntranslated('vi', { live: { back: 'Back', away: 'Away' } }, { live: { back: 'Quay lại', more: 'Thêm' } }),
  ).toEqual(['vi lacks live.away', 'vi has live.more, which en lacks']);
});
