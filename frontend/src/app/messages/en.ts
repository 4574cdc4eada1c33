// What stands around the pages, in English.
import { messages } from '../../shared/i18n/message';

export const en = messages({
  skip: 'Skip to the content',
  mainNavigation: 'Main',
  map: 'Map',
  search: 'Search',
  write: 'Write',
  you: 'You',
  signIn: 'Sign in',
  offlinePage: 'You are offline, and this page was never opened here',
  offlineRemedy: 'It opens as soon as there is a network again.',
  about: 'A social atlas. Photos are read by AI; words are people’s.',
  explorer: 'GraphQL explorer',
  language: 'Language',
  newVersion: 'A newer Waymark is here. What you write stays.',
  loadNewVersion: 'Load it',
  noPath: 'No path leads here',
  toTheBeginning: 'Back to the beginning',
  cannotStart: 'Waymark cannot start',
  pageFailed: 'This page failed',
  pageFailedRemedy: 'It is our mistake. Load it again; what you wrote is saved as drafts are.',
  loadAgain: 'Load it again',
  openingPage: 'Opening the page',
});
