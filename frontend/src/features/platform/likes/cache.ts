// What likes change in the cache: the viewer's own at once, everybody's as events arrive.
import { gql } from '@urql/core';
import type { Cache, Variables } from '@urql/exchange-graphcache';
import {
  type CacheRules,
  defineEventRule,
  getInput,
  type MutationRule,
  type Subjects,
  type SubjectType,
} from '../../../shared/graphql/cache-rules';
import { LikesEventFields } from './events';

export const likesCache: CacheRules = {
  optimistic: {
    like: (args, cache, subjects) => predictLike(args, cache, subjects, true),
    unlike: (args, cache, subjects) => predictLike(args, cache, subjects, false),
  },
  mutations: { like: applyAnswer('like'), unlike: applyAnswer('unlike') },
  events: {
    onLikes: defineEventRule({
      fragment: LikesEventFields,
      getSubjectId: ({ subjectId }) => subjectId,
      apply: (cache, { likedId, likes }, { subjects, isNewest }) => {
        if (isNewest(likedId)) writeLikes(cache, subjects(likedId), likedId, { likes });
      },
    }),
  },
};

interface Likes {
  likes: number;
  viewerHasLiked?: boolean;
}

function predictLike(args: Variables, cache: Cache, subjects: Subjects, viewerHasLiked: boolean) {
  const { subjectId = '' } = getInput(args);
  const subject = subjects(subjectId);
  const entity = { __typename: subject?.typename ?? '', id: subjectId };
  const known = subject ? (cache.readFragment(likesOf(subject), entity) as { counts: { likes: number } } | null) : null;
  const likes = Math.max(0, (known?.counts.likes ?? 0) + (viewerHasLiked ? 1 : -1));
  return { __typename: viewerHasLiked ? 'LikePayload' : 'UnlikePayload', subjectId, likes, viewerHasLiked, errors: [] };
}

function applyAnswer(field: 'like' | 'unlike'): MutationRule {
  return (result, _args, cache, _info, subjects) => {
    const answer = result[field] as {
      subjectId: string | null;
      likes: number | null;
      viewerHasLiked: boolean | null;
    } | null;
    if (!answer?.subjectId || answer.likes === null) return;
    const viewerHasLiked = answer.viewerHasLiked ?? field === 'like';
    writeLikes(cache, subjects(answer.subjectId), answer.subjectId, { likes: answer.likes, viewerHasLiked });
  };
}

/** Write how many people like a subject, and whether the viewer does where that is known. */
function writeLikes(
  cache: Cache,
  subject: SubjectType | undefined,
  id: string,
  { likes, viewerHasLiked }: Likes,
): void {
  if (!subject) return;
  const entity = { __typename: subject.typename, id };
  cache.writeFragment(likesOf(subject), { ...entity, counts: { __typename: subject.counts, likes } });
  if (viewerHasLiked !== undefined) cache.writeFragment(viewerLikeOf(subject), { ...entity, viewerHasLiked });
}

const likesOf = ({ typename }: SubjectType) =>
  gql(`fragment LikesOf${typename} on ${typename} { id counts { likes } }`);
const viewerLikeOf = ({ typename }: SubjectType) =>
  gql(`fragment ViewerLikeOf${typename} on ${typename} { id viewerHasLiked }`);
