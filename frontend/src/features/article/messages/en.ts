// What is said around an article, in English.
import { messages } from '../../../shared/i18n/message';

export const en = messages({
  article: 'Article',
  opening: 'Opening the article',
  missing: 'There is no such article, or it is not open to you',
  seeNew: 'See what is new',
  draft: 'Draft',
  onlyYou: 'Only you',
  followers: 'Followers',
  edit: 'Edit',
  share: 'Share',
  copied: 'The link is copied.',
  notCopied: 'This browser does not let pages copy. The address is in the bar above.',
  places: 'Places',
  drawing: 'Drawing the map',
  where: 'Where “{title}” is',
  nameless: 'A place without a name',
});
