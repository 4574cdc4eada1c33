// What is said of searching, in English.
import { messages } from '../../../shared/i18n/message';

export const en = messages({
  search: 'Search',
  title: 'Search by tag, or by what the AI sees',
  tag: 'Tag',
  tagHint: 'A word its author gave it',
  label: 'In a photo',
  labelHint: 'What the AI sees, in English',
  photosOf: 'Photos of {label}',
  tagged: '#{tag} with photos of {label}',
  onMap: 'Show #{tag} on the map',
  clear: 'Clear',
  newestTags: 'Tags of the newest articles',
  newestLabels: 'Seen in the newest covers',
  looking: 'Searching',
  nothing: 'Nothing has that',
  nothingHint: 'Tags and labels are found by their whole name. Try one of these, or fewer words.',
  more: 'Show more',
  someLeft: 'More may be further down: this page was cut short.',
});
