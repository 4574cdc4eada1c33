// The messages of going live with a camera, in the reader’s language; they load with its panel.
import { createOwnMessageHooks } from '../../../../shared/i18n/own-messages';
import { en } from './en';
import { vi } from './vi';

export const { useMessages } = createOwnMessageHooks<typeof en>({ en, vi });
