// What one's own writes change in the cache: at once where the answer can be foretold, else when it arrives.
import type { Cache, DataFields, ResolveInfo, Variables } from '@urql/exchange-graphcache';
import { gql } from '@urql/core';
import { forget, liked } from './events';

type Update = (result: DataFields, args: Variables, into: Cache, info: ResolveInfo) => void;

type Input = Record<string, string> & { expectedVersion?: number };
const inputOf = (args: Variables) => args.input as Input;
const postOf = (id: string | undefined) => ({ __typename: 'Post', id: id ?? '' });
const ME = { __typename: 'Viewer', id: 'me' };

export function writesOf() {
  return {
    optimistic: {
      like: (args: Variables, into: Cache) => foretold(into, inputOf(args).subjectId ?? '', true),
      unlike: (args: Variables, into: Cache) => foretold(into, inputOf(args).subjectId ?? '', false),
      followUser: (args: Variables, into: Cache) => following(into, inputOf(args).userId ?? '', true),
      unfollowUser: (args: Variables, into: Cache) => following(into, inputOf(args).userId ?? '', false),
      editComment: (args: Variables) => {
        const { id = '', body = '', expectedVersion = 0 } = inputOf(args);
        const comment = { __typename: 'Comment', id, body, editedAt: new Date().toISOString(), version: expectedVersion + 1 };
        return { __typename: 'EditCommentPayload', comment, errors: [] };
      },
      deleteComment: (args: Variables) => {
        const { id = '' } = inputOf(args);
        const comment = { __typename: 'Comment', id, body: null, deletedAt: new Date().toISOString() };
        return { __typename: 'DeleteCommentPayload', deletedId: id, comment, errors: [] };
      },
    },
    updates: {
      like: read('like'),
      unlike: read('unlike'),
      createPost: forgetPosts,
      publishPost: forgetPosts,
      unpublishPost: forgetPosts,
      deletePost: (result, args, into, info) => {
        forgetPosts(result, args, into, info);
        into.invalidate(postOf(inputOf(args).id));
      },
      createUpload: (_, args, into) => forget(into, postOf(inputOf(args).postId), 'photos', 'counts', 'cover'),
      reorderPhotos: (_, args, into) => forget(into, postOf(inputOf(args).postId), 'photos', 'cover'),
      deletePhoto: (_, args, into) => into.invalidate({ __typename: 'Photo', id: inputOf(args).id ?? '' }),
      addPin: (_, args, into) => forget(into, postOf(inputOf(args).postId), 'pins', 'counts'),
      removePin: (_, args, into) => into.invalidate({ __typename: 'Pin', id: inputOf(args).id ?? '' }),
      addComment: (result, args, into) => {
        if (!(result.addComment as { comment: object | null } | null)?.comment) return;
        const { postId, parentId } = inputOf(args);
        if (parentId) forget(into, { __typename: 'Comment', id: parentId }, 'replies', 'counts');
        else forget(into, postOf(postId), 'comments', 'counts');
      },
      deleteComment: (result, args, into, { optimistic }) => {
        const answer = result.deleteComment as { deletedId: string | null; comment: object | null } | null;
        if (optimistic || !answer?.deletedId || answer.comment) return;
        const id = inputOf(args).id ?? '';
        const gone = into.readFragment(PLACE, { __typename: 'Comment', id }) as { postId: string; parentId: string | null } | null;
        into.invalidate({ __typename: 'Comment', id });
        if (gone?.parentId) forget(into, { __typename: 'Comment', id: gone.parentId }, 'replies', 'counts');
        else if (gone) forget(into, postOf(gone.postId), 'comments', 'counts');
      },
      followUser: followed,
      unfollowUser: followed,
      markNotificationsRead: (result, _, into) => {
        const { unreadNotifications } = result.markNotificationsRead as { unreadNotifications: number | null };
        if (unreadNotifications === null) return;
        into.writeFragment(UNREAD, { __typename: 'Viewer', unreadNotifications });
        forget(into, ME, 'notifications');
      },
    } satisfies Record<string, Update>,
  };
}

const forgetPosts: Update = (_, __, into) => {
  forget(into, ME, 'posts', 'drafts');
  forget(into, 'Query', 'feed', 'pinsIn');
};

const UNREAD = gql`fragment Unread on Viewer { unreadNotifications }`;
const FOLLOWERS = gql`fragment Followers on User { id counts { followers } }`;
const PLACE = gql`fragment Place on Comment { id postId parentId }`;
const POST_COUNT = gql`fragment PostCount on Post { id counts { likes } }`;
const COMMENT_COUNT = gql`fragment CommentCount on Comment { id counts { likes } }`;

const followed: Update = (_, __, into, { optimistic }) => {
  if (!optimistic) forget(into, 'Query', 'feed');
};

function following(into: Cache, id: string, viewerFollows: boolean) {
  const known = into.readFragment(FOLLOWERS, { __typename: 'User', id }) as { counts: { followers: number } } | null;
  const followers = Math.max(0, (known?.counts.followers ?? 0) + (viewerFollows ? 1 : -1));
  const user = { __typename: 'User', id, viewerFollows, counts: { __typename: 'UserCounts', followers } };
  return { __typename: viewerFollows ? 'FollowUserPayload' : 'UnfollowUserPayload', user, errors: [] };
}

function foretold(into: Cache, subjectId: string, viewerHasLiked: boolean) {
  const isComment = subjectId.startsWith('comment_');
  const subject = { __typename: isComment ? 'Comment' : 'Post', id: subjectId };
  const known = into.readFragment(isComment ? COMMENT_COUNT : POST_COUNT, subject) as { counts: { likes: number } } | null;
  const likes = Math.max(0, (known?.counts.likes ?? 0) + (viewerHasLiked ? 1 : -1));
  const __typename = viewerHasLiked ? 'LikePayload' : 'UnlikePayload';
  return { __typename, subjectId, likes, viewerHasLiked, errors: [] };
}

function read(field: 'like' | 'unlike'): Update {
  return (result, _, into) => {
    const answer = result[field] as { subjectId: string | null; likes: number | null; viewerHasLiked: boolean | null } | null;
    if (!answer?.subjectId || answer.likes === null) return;
    liked(into, answer.subjectId, { likes: answer.likes, mine: answer.viewerHasLiked ?? field === 'like' });
  };
}
