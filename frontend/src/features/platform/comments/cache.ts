// What comments change in the cache: edits and deletions at once, everybody's comments as events arrive.
import { gql } from '@urql/core';
import type { Cache } from '@urql/exchange-graphcache';
import {
  type CacheRules,
  defineEventRule,
  getInput,
  invalidateFields,
  type Subjects,
} from '../../../shared/graphql/cache-rules';
import { CommentEventFields } from './events';

const PARENTS = gql`
  fragment CommentParents on Comment {
    id
    subjectId
    parentId
  }
`;

export const commentsCache: CacheRules = {
  subjects: { comment: { typename: 'Comment', counts: 'CommentCounts' } },
  optimistic: {
    editComment: (args) => {
      const { id = '', body = '', expectedVersion = 0 } = getInput(args);
      const editedAt = new Date().toISOString();
      const comment = { __typename: 'Comment', id, body, editedAt, version: expectedVersion + 1 };
      return { __typename: 'EditCommentPayload', comment, errors: [] };
    },
    deleteComment: (args) => {
      const { id = '' } = getInput(args);
      const comment = { __typename: 'Comment', id, body: null, deletedAt: new Date().toISOString() };
      return { __typename: 'DeleteCommentPayload', deletedId: id, comment, errors: [] };
    },
  },
  mutations: {
    addComment: (result, args, cache, _info, subjects) => {
      if (!(result.addComment as { comment: object | null } | null)?.comment) return;
      const { subjectId = '', parentId = null } = getInput(args);
      invalidateList(cache, subjects, { subjectId, parentId });
    },
    deleteComment: (result, args, cache, { optimistic }, subjects) => {
      const answer = result.deleteComment as { deletedId: string | null; comment: object | null } | null;
      // A comment with replies stays as a placeholder, and is part of the answer.
      if (optimistic || !answer?.deletedId || answer.comment) return;
      const comment = { __typename: 'Comment', id: getInput(args).id ?? '' };
      const parents = cache.readFragment(PARENTS, comment) as Parents | null;
      cache.invalidate(comment);
      if (parents) invalidateList(cache, subjects, parents);
    },
  },
  events: {
    onComment: defineEventRule({
      fragment: CommentEventFields,
      getSubjectId: ({ subjectId }) => subjectId,
      apply: (cache, { subjectId, commentId, parentId, comments }, { subjects, isNewestOfTopic, isNewest }) => {
        const subject = subjects(subjectId);
        if (isNewestOfTopic && subject) {
          const { typename, counts } = subject;
          const countsOf = gql(`fragment CommentsOf${typename} on ${typename} { id counts { comments } }`);
          cache.writeFragment(countsOf, {
            __typename: typename,
            id: subjectId,
            counts: { __typename: counts, comments },
          });
        }
        if (!isNewest(commentId)) return;
        cache.invalidate({ __typename: 'Comment', id: commentId });
        if (subject) invalidateFields(cache, { __typename: subject.typename, id: subjectId }, 'comments');
        if (parentId) invalidateFields(cache, { __typename: 'Comment', id: parentId }, 'replies', 'counts');
      },
    }),
  },
};

interface Parents {
  subjectId: string;
  parentId: string | null;
}

/** Drop the list that a comment is in: its parent's replies, or its subject's comments. */
function invalidateList(cache: Cache, subjects: Subjects, { subjectId, parentId }: Parents): void {
  const subject = subjects(subjectId);
  if (parentId) invalidateFields(cache, { __typename: 'Comment', id: parentId }, 'replies', 'counts');
  else if (subject) invalidateFields(cache, { __typename: subject.typename, id: subjectId }, 'comments', 'counts');
}
