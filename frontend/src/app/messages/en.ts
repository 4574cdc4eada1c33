// The English messages of the site around its pages.
import { defineMessages } from '../../shared/i18n/message';

export const en = defineMessages({
  skip: 'Skip to content',
  mainNavigation: 'Main',
  map: 'Map',
  search: 'Search',
  shop: 'Shop',
  videos: 'Videos',
  write: 'Write',
  profile: 'Profile',
  signIn: 'Sign in',
  offlinePage: 'You’re offline and this page isn’t saved on this device',
  offlineRemedy: 'It will load when you’re back online.',
  about: 'Stories pinned to the map. AI describes the photos; people write the words.',
  explorer: 'GraphQL explorer',
  licences: 'Licences',
  language: 'Language',
  newVersion: 'A new version is ready. Your text is kept.',
  update: 'Update',
  pageNotFound: 'Page not found',
  goHome: 'Go to home',
  cannotStart: 'Waymark can’t start',
  pageFailed: 'Something went wrong',
  pageFailedRemedy: 'Our fault. Reload – your draft is safe.',
  reload: 'Reload',
  loadingPage: 'Loading page',
});
