// The words of this room, in the reader's language.
import { wordsOf } from '../../../shared/i18n/language';
import type { en } from './en';

export const { useWords } = wordsOf<typeof en>('pins');
