// What an event changes in the cache. Counts are absolute and events carry a sequence, so hearing one twice is harmless.
import type { Cache } from '@urql/exchange-graphcache';
import { gql } from '@urql/core';

interface Placed {
  sequence: number;
}

interface CommentEvent extends Placed {
  __typename: 'CommentEvent';
  postId: string;
  commentId: string;
  parentId: string | null;
  comments: number;
}

interface LikesEvent extends Placed {
  __typename: 'LikesEvent';
  postId: string;
  subjectId: string;
  likes: number;
}

interface PhotoEvent extends Placed {
  __typename: 'PhotoProcessingEvent';
  at: string;
  postId: string;
  photoId: string;
  step: string;
  status: string;
  attempt: number;
  photoState: string;
  labels: object[] | null;
}

interface NotificationEvent extends Placed {
  __typename: 'NotificationEvent';
  userId: string;
  notificationId: string;
  unread: number;
}

export type LiveEvent = CommentEvent | LikesEvent | PhotoEvent | NotificationEvent;

/** The last sequence heard of each thing that events speak of: what is not newer changes nothing. */
export class Sequences {
  private readonly last = new Map<string, number>();

  /** Note an event about a thing, and return whether it is the newest one. */
  isNewest(about: string, { sequence }: LiveEvent): boolean {
    if (sequence <= (this.last.get(about) ?? 0)) return false;
    this.last.set(about, sequence);
    return true;
  }

  /** Return whether nothing is missing between an event and those heard before it; of a first one nobody can tell. */
  follows(event: LiveEvent): boolean {
    return event.sequence <= (this.last.get(topicOf(event)) ?? -1) + 1;
  }
}

/** Change what is shown as an event says. Events may come twice, late or out of order. */
export function apply(into: Cache, event: LiveEvent | null, sequences: Sequences): void {
  if (event?.__typename === 'CommentEvent') commented(into, event, sequences);
  if (event?.__typename === 'LikesEvent') loved(into, event, sequences);
  if (event?.__typename === 'PhotoProcessingEvent') processed(into, event, sequences);
  if (event?.__typename === 'NotificationEvent') notified(into, event, sequences);
}

/** The post or person whose topic an event belongs to. */
export function subjectOf(event: LiveEvent): string {
  return event.__typename === 'NotificationEvent' ? event.userId : event.postId;
}

function topicOf(event: LiveEvent): string {
  return `${event.__typename} ${subjectOf(event)}`;
}

/** Write how many like a post or a comment, and whether the viewer does, where that is known. */
export function liked(into: Cache, subjectId: string, { likes, mine }: { likes: number; mine?: boolean }): void {
  const isComment = subjectId.startsWith('comment_');
  const counts = { __typename: isComment ? 'CommentCounts' : 'PostCounts', likes };
  const subject = { __typename: isComment ? 'Comment' : 'Post', id: subjectId, counts };
  into.writeFragment(isComment ? COMMENT_LIKES : POST_LIKES, subject);
  if (mine !== undefined) into.writeFragment(isComment ? COMMENT_MINE : POST_MINE, { ...subject, viewerHasLiked: mine });
}

/** Drop fields of an entity, so that they are read again where they are shown. */
export function forget(into: Cache, entity: 'Query' | { __typename: string; id: string }, ...fields: string[]): void {
  for (const { fieldName, arguments: args } of into.inspectFields(entity)) {
    if (fields.includes(fieldName)) into.invalidate(entity, fieldName, args);
  }
}

const POST_LIKES = gql`fragment PostLikes on Post { id counts { likes } }`;
const COMMENT_LIKES = gql`fragment CommentLikes on Comment { id counts { likes } }`;
const POST_MINE = gql`fragment PostMine on Post { id viewerHasLiked }`;
const COMMENT_MINE = gql`fragment CommentMine on Comment { id viewerHasLiked }`;
const COMMENTS = gql`fragment PostComments on Post { id counts { comments } }`;
const STEPS = gql`fragment PhotoSteps on Photo { id steps { name status at attempt } }`;
const PROGRESS = gql`fragment PhotoProgress on Photo { id state attempt }`;
const UNREAD = gql`fragment Unread on Viewer { unreadNotifications }`;

function commented(into: Cache, event: CommentEvent, sequences: Sequences): void {
  const counts = { __typename: 'PostCounts', comments: event.comments };
  if (sequences.isNewest(topicOf(event), event)) into.writeFragment(COMMENTS, { __typename: 'Post', id: event.postId, counts });
  if (!sequences.isNewest(event.commentId, event)) return;
  into.invalidate({ __typename: 'Comment', id: event.commentId });
  forget(into, { __typename: 'Post', id: event.postId }, 'comments');
  if (event.parentId) forget(into, { __typename: 'Comment', id: event.parentId }, 'replies', 'counts');
}

function loved(into: Cache, event: LikesEvent, sequences: Sequences): void {
  sequences.isNewest(topicOf(event), event);
  if (sequences.isNewest(event.subjectId, event)) liked(into, event.subjectId, { likes: event.likes });
}

function processed(into: Cache, event: PhotoEvent, sequences: Sequences): void {
  sequences.isNewest(topicOf(event), event);
  const isLast = sequences.isNewest(event.photoId, event);
  if (!sequences.isNewest(`${event.photoId} ${event.step}`, event)) return;
  const photo = { __typename: 'Photo', id: event.photoId };
  const known = into.readFragment(STEPS, photo) as { steps: { name: string }[] } | null;
  const { at, attempt, status } = event;
  const steps = known?.steps.map((step) => (step.name === event.step ? { ...step, status, at, attempt } : step));
  if (steps) into.writeFragment(STEPS, { ...photo, steps });
  if (steps && isLast) into.writeFragment(PROGRESS, { ...photo, state: event.photoState, attempt });
  if (!steps) forget(into, { __typename: 'Post', id: event.postId }, 'photos', 'cover', 'counts');
  // What the event does not carry (copies, labels, reasons) is read once there is something to read.
  else if (event.photoState !== 'PROCESSING' || status === 'DONE') forget(into, photo, ...READ_AGAIN);
}

const READ_AGAIN = ['variants', 'labels', 'failure', 'thumbhash', 'width', 'height', 'suggestedAltText', 'suggestedPin'];

function notified(into: Cache, event: NotificationEvent, sequences: Sequences): void {
  if (sequences.isNewest(topicOf(event), event)) into.writeFragment(UNREAD, { __typename: 'Viewer', unreadNotifications: event.unread });
  if (!sequences.isNewest(event.notificationId, event)) return;
  forget(into, { __typename: 'Viewer', id: 'me' }, 'notifications');
}
