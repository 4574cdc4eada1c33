// The English messages of the photo viewer.
import { defineMessages } from '../../../../shared/i18n/message';

export const en = defineMessages({
  photos: 'Photos',
  viewPhoto: 'View photo: {alt}',
  noDescription: 'no description',
  close: 'Close',
  previous: 'Previous photo',
  next: 'Next photo',
  position: 'Photo {place} of {count}',
  caption: 'Caption',
  ai: 'AI',
  detected: 'Detected by AI',
  textInPhoto: 'Text in the photo',
  none: 'None',
  labelledAutomatically: 'Labelled automatically',
  confidence: '{percent} % confident',
});
