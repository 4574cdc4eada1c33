// The English messages of likes.
import { defineMessages } from '../../../../shared/i18n/message';

export const en = defineMessages({
  likes: { one: 'like', other: 'likes' },
  likedBy: 'Liked by',
  none: 'No likes yet',
  showMore: 'Show more people',
  close: 'Close',
  loading: 'Loading',
  couldNotSave: 'Couldn’t save that: {why}',
});
