// What is said of articles, in English.
import { messages } from '../../../shared/i18n/message';

export const en = messages({
  likes: { one: '{count} like', other: '{count} likes' },
  comments: { one: '{count} comment', other: '{count} comments' },
  homeTitle: 'Places, seen by people',
  photosOf: 'Photos of {label}',
  allPosts: 'All posts',
  feeds: 'Feeds',
  everybody: 'Everybody',
  following: 'Following',
  news: { one: '{count} new article', other: '{count} new articles' },
  showMore: 'Show more',
  followNobody: 'You follow nobody yet',
  followSomebody: 'Follow people whose articles you like, and what they publish comes here.',
  nothingYet: 'Nothing is here yet',
  writeTheFirst: 'Write the first article',
  lookingForPosts: 'Looking for the newest posts',
});
