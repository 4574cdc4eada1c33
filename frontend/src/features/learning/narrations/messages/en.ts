// The English messages of listening to articles.
import { defineMessages } from '../../../../shared/i18n/message';

export const en = defineMessages({
  title: 'Listen to this article',
  loading: 'Loading',
  what: 'A computer voice reads it. It’s made once, when somebody first asks for it.',
  make: 'Have it read aloud',
  notMade: 'Nobody has had this article read aloud yet.',
  signIn: 'Sign in to have it read aloud',
  offline: 'You’re offline. This needs a connection.',
  waiting: 'Waiting for the voice',
  making: 'The voice is reading the article',
  sound: 'The sound',
  player: 'The article, read aloud',
  soundFailed: 'The sound couldn’t be loaded. Check your connection, and try again.',
  tryAgain: 'Try again',
  OVER_BUDGET: 'Today’s budget for reading aloud is spent. Try again tomorrow.',
  INTERRUPTED: 'It was interrupted. Try again.',
  INTERNAL: 'Something went wrong on our side. Try again in a few minutes.',
  model: 'Hear the model reading',
  notRead: 'The voice doesn’t read this paragraph.',
});
