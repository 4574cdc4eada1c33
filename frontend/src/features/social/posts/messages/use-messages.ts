// The messages of this feature, in the reader's language.
import { createMessageHooks } from '../../../../shared/i18n/language';
import type { en } from './en';

export const { useMessages } = createMessageHooks<typeof en>('social/posts');
