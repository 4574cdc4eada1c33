// All English messages that load with every page, in one file.
import type { Messages } from '../../shared/i18n/message';

export const messageFiles: Record<string, { en: Messages }> = import.meta.glob(
  [
    '../messages/en.ts',
    '../../shared/messages/en.ts',
    '../../features/*/*/messages/en.ts',
    '!../../features/platform/{explorer,map,notifications,profile,users}/messages/*',
    '!../../features/shop/{catalogue,checkout,orders,revenue,selling}/messages/*',
    '!../../features/social/photos/messages/*',
    '!../../features/video/*/messages/*',
    '!../../features/learning/*/messages/*',
  ],
  { eager: true },
);
