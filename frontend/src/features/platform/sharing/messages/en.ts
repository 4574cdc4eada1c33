// The English messages of sharing.
import { defineMessages } from '../../../../shared/i18n/message';

export const en = defineMessages({
  share: 'Share',
  linkCopied: 'Link copied',
  linkNotCopied: 'Couldn’t copy the link. Copy it from the address bar.',
});
