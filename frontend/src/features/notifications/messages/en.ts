// What is said of notifications, in English.
import { messages } from '../../../shared/i18n/message';

export const en = messages({
  title: 'Notifications',
  bell: { one: 'Notifications, {count} unread', other: 'Notifications, {count} unread' },
  reading: 'Reading your notifications',
  none: 'Nothing has happened yet',
  noneRemedy: 'Comments, likes and new followers appear here by themselves.',
  noneUnread: 'You have read everything',
  all: 'All',
  unread: 'Unread',
  which: 'Which notifications',
  markAll: 'Mark all read',
  markOne: 'Mark read',
  older: 'Show older ones',
  somebody: 'Somebody',
  PHOTO_LIVE: 'Your photo in “{title}” is live.',
  PHOTO_FAILED: 'Your photo in “{title}” could not be processed.',
  COMMENT: '{who} commented on “{title}”.',
  REPLY: '{who} replied to you under “{title}”.',
  LIKE: '{who} likes “{title}”.',
  FOLLOW: '{who} follows you.',
  MENTION: '{who} mentioned you in “{title}”.',
  anArticle: 'an article',
});
