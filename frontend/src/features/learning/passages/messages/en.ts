// The English messages of search by meaning.
import { defineMessages } from '../../../../shared/i18n/message';

export const en = defineMessages({
  question: 'What are you looking for?',
  questionHint: 'e.g. how the walls survive an earthquake',
  find: 'Find',
  similar: 'Similar articles',
  found: 'Passages about “{question}”',
  answer: 'Answer from the articles',
  searching: 'Searching',
  nothing: 'Nothing found',
  nothingHint: 'No article you may read comes close. Say it in other words, or search by a tag.',
});
