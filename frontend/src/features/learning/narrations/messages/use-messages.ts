// The messages of this feature, in the reader's language.
import { createOwnMessageHooks } from '../../../../shared/i18n/own-messages';
import { en } from './en';
import { vi } from './vi';

export const { useMessages } = createOwnMessageHooks<typeof en>({ en, vi });
