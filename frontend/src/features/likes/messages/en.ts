// What is said of likes, in English.
import { messages } from '../../../shared/i18n/message';

export const en = messages({
  likes: { one: 'like', other: 'likes' },
  who: 'Who likes it',
  nobody: 'Nobody yet',
  more: 'Show more people',
  close: 'Close',
  reading: 'Looking who likes it',
  takenBack: 'It was taken back: {why}',
});
