// All Vietnamese messages that load with every page, in one file.
import type { Messages } from '../../shared/i18n/message';

export const messageFiles: Record<string, { vi: Messages }> = import.meta.glob(
  [
    '../messages/vi.ts',
    '../../shared/messages/vi.ts',
    '../../features/*/*/messages/vi.ts',
    '!../../features/platform/{explorer,map,notifications,profile,users}/messages/*',
    '!../../features/shop/{catalogue,checkout,orders,revenue,selling}/messages/*',
    '!../../features/social/photos/messages/*',
    '!../../features/video/*/messages/*',
    '!../../features/learning/*/messages/*',
  ],
  { eager: true },
);
