// The English messages of the connection notice.
import { defineMessages } from '../../../../shared/i18n/message';

export const en = defineMessages({
  offlineSince: 'You’ve been offline since {time}. New activity will appear when you’re back.',
  back: 'Back online and up to date.',
});
