// The messages that every feature needs, in the reader's language.
import { createMessageHooks } from '../i18n/language';
import type { en } from './en';

export const { useMessages, getMessages } = createMessageHooks<typeof en>('shared');
