// The English messages of search.
import { defineMessages } from '../../../../shared/i18n/message';

export const en = defineMessages({
  search: 'Search',
  title: 'Search',
  tag: 'Tag',
  tagHint: 'e.g. mountains',
  label: 'In a photo',
  labelHint: 'e.g. dog, castle',
  photosOf: 'Photos of {label}',
  tagged: '#{tag} with photos of {label}',
  showOnMap: 'Show #{tag} on the map',
  clear: 'Clear',
  popularTags: 'Popular tags',
  popularLabels: 'Popular in photos',
  searching: 'Searching',
  noResults: 'No results',
  noResultsHint: 'Search by whole tags and labels. Try one of these.',
  showMore: 'Show more',
  mayHaveMore: 'There may be more results further down.',
});
