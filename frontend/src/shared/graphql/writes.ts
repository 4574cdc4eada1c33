// What one's own writes change in the cache: at once where the answer can be foretold, else when it arrives.
import type { Cache, DataFields, Variables } from '@urql/exchange-graphcache';
import { gql } from '@urql/core';
import { forget, liked } from './events';

type Update = (result: DataFields, args: Variables, into: Cache) => void;

const inputOf = (args: Variables) => args.input as Record<string, string>;
const postOf = (id: string | undefined) => ({ __typename: 'Post', id: id ?? '' });
const ME = { __typename: 'Viewer', id: 'me' };

export function writesOf() {
  return {
    optimistic: {
      like: (args: Variables, into: Cache) => foretold(into, inputOf(args).subjectId ?? '', true),
      unlike: (args: Variables, into: Cache) => foretold(into, inputOf(args).subjectId ?? '', false),
    },
    updates: {
      like: read('like'),
      unlike: read('unlike'),
      createPost: forgetPosts,
      publishPost: forgetPosts,
      unpublishPost: forgetPosts,
      deletePost: (result, args, into) => {
        forgetPosts(result, args, into);
        into.invalidate(postOf(inputOf(args).id));
      },
      createUpload: (_, args, into) => forget(into, postOf(inputOf(args).postId), 'photos', 'counts', 'cover'),
      reorderPhotos: (_, args, into) => forget(into, postOf(inputOf(args).postId), 'photos', 'cover'),
      deletePhoto: (_, args, into) => into.invalidate({ __typename: 'Photo', id: inputOf(args).id ?? '' }),
      addPin: (_, args, into) => forget(into, postOf(inputOf(args).postId), 'pins', 'counts'),
      removePin: (_, args, into) => into.invalidate({ __typename: 'Pin', id: inputOf(args).id ?? '' }),
      addComment: (_, args, into) => {
        const { postId, parentId } = inputOf(args);
        if (parentId) forget(into, { __typename: 'Comment', id: parentId }, 'replies', 'counts');
        else forget(into, postOf(postId), 'comments', 'counts');
      },
      deleteComment: (_, args, into) => into.invalidate({ __typename: 'Comment', id: inputOf(args).id ?? '' }),
      followUser: followed(true),
      unfollowUser: followed(false),
      markNotificationsRead: (result, _, into) => {
        const { unreadNotifications } = result.markNotificationsRead as { unreadNotifications: number | null };
        if (unreadNotifications !== null) into.writeFragment(UNREAD, { __typename: 'Viewer', unreadNotifications });
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
const FOLLOWED = gql`fragment Followed on User { id viewerFollows }`;
const POST_COUNT = gql`fragment PostCount on Post { id counts { likes } }`;
const COMMENT_COUNT = gql`fragment CommentCount on Comment { id counts { likes } }`;

function followed(viewerFollows: boolean): Update {
  return (_, args, into) => {
    into.writeFragment(FOLLOWED, { __typename: 'User', id: inputOf(args).userId ?? '', viewerFollows });
    forget(into, 'Query', 'feed');
  };
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
