// What is said around photos, in English.
import { messages } from '../../../shared/i18n/message';

export const en = messages({
  photos: 'Photos',
  enlarge: 'Look at it in full: {alt}',
  aPhoto: 'a photo without a description',
  close: 'Close',
  previous: 'Previous photo',
  next: 'Next photo',
  place: 'Photo {place} of {count}',
  authorSays: 'What its author says',
  ai: 'AI',
  aiSees: 'What the AI sees',
  aiReads: 'What the AI reads in it',
  nothingSaid: 'Nothing.',
  readBy: 'Read by {name} {version}',
  sure: '{percent} % sure',
});
