// The messages of chats, in the reader's language; they load with the pages that have one.
import { createOwnMessageHooks } from '../../../../shared/i18n/own-messages';
import { en } from './en';
import { vi } from './vi';

export const { useMessages } = createOwnMessageHooks<typeof en>({ en, vi });
