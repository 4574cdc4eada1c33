// The English messages of articles.
import { defineMessages } from '../../../../shared/i18n/message';

export const en = defineMessages({
  article: 'Article',
  loading: 'Loading article',
  notFound: 'This article doesn’t exist or isn’t shared with you',
  seeLatest: 'See the latest articles',
  draft: 'Draft',
  edited: 'edited <when></when>',
  unpublishedChanges: 'Unpublished changes',
  private: 'Private',
  followers: 'Followers',
  edit: 'Edit',
});
