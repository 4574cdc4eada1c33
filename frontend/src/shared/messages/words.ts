// The words every room needs, in the reader's language.
import { wordsOf } from '../i18n/language';
import type { en } from './en';

export const { useWords, wordsNow } = wordsOf<typeof en>('shared');
