// What is said of comments, in English.
import { messages } from '../../../shared/i18n/message';

export const en = messages({
  title: { one: '{count} comment', other: '{count} comments' },
  reading: 'Reading the comments',
  none: 'Nobody has said anything yet',
  more: 'Show more comments',
  moreReplies: 'Show more replies',
  signInToSay: '<link>Sign in</link> to say something.',
  yourComment: 'Your comment',
  yourReply: 'Your reply',
  comment: 'Comment',
  reply: 'Reply',
  edit: 'Edit',
  save: 'Save',
  cancel: 'Cancel',
  delete: 'Delete',
  deleteSure: 'Delete this comment?',
  deleted: 'This comment was deleted.',
  edited: 'edited',
  sending: 'Sending …',
  you: 'You',
  changedMeanwhile: 'It was changed in the meantime. It says now:',
  saveMine: 'Save mine instead',
  keepTheirs: 'Keep that one',
  refused: 'It was taken back: {why}',
});
