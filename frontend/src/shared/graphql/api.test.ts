// What was missed reaches those who listen as if it came live, and what it changes is asked for again.
import { gql } from '@urql/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { FakeAppSync } from '../appsync/fake-appsync';
import { makeApi } from './api';

const COMMENTS = gql`query Comments($id: ID!) { post(id: $id) { __typename id comments { __typename edges { __typename node { __typename id } } } } }`;
const SLOW = gql`query Slow { viewer { __typename unreadNotifications } }`;
const ON_COMMENT = gql`subscription OnComment($postId: ID!) { onComment(postId: $postId) { __typename sequence postId commentId parentId comments } }`;
const EVENT = { __typename: 'CommentEvent', sequence: 1, postId: 'post_1', commentId: 'comment_1', parentId: null, comments: 1 };

// Node has no IndexedDB: nothing is kept.
vi.mock('./last-seen', () => ({ keptFor: () => ({}), lastSeen: () => ({ forward }: { forward: unknown }) => forward }));
beforeEach(() => vi.stubGlobal('WebSocket', WebSocket));
afterEach(() => vi.unstubAllGlobals());

it('asks again for comments that were missed, also while another query is under way', async () => {
  const appsync = await FakeAppSync.start();
  let written: string[] = [];
  let answerSlowly: (data: object) => void = () => undefined;
  vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => {
    const { operationName } = JSON.parse(body) as { operationName: string };
    const slow = new Promise<object>((resolve) => (answerSlowly = resolve));
    const edges = written.map((id) => ({ __typename: 'CommentEdge', node: { __typename: 'Comment', id } }));
    const post = { __typename: 'Post', id: 'post_1', comments: { __typename: 'CommentConnection', edges } };
    return Response.json({ data: operationName === 'Slow' ? await slow : { post } });
  });
  const config = { graphqlUrl: 'http://127.0.0.1:1/graphql', realtimeUrl: appsync.url } as Parameters<typeof makeApi>[0];
  const api = makeApi(config, () => Promise.resolve({ 'x-api-key': 'k' }), 'nobody');
  const shown: number[] = [];
  const page = api.client.query(COMMENTS, { id: 'post_1' }).subscribe(({ data }) => shown.push((data as { post: { comments: { edges: [] } } }).post.comments.edges.length));
  const heard = api.client.subscription(ON_COMMENT, { postId: 'post_1' }).subscribe(() => undefined);
  await vi.waitFor(() => expect(shown).toEqual([0]));
  const other = api.client.query(SLOW, {}).subscribe(() => undefined);

  written = ['comment_1'];
  api.replay({ operationName: 'OnComment', variables: { postId: 'post_1' } }, { data: { onComment: EVENT } });
  await vi.waitFor(() => expect(shown.at(-1)).toBe(1));

  answerSlowly({ viewer: { __typename: 'Viewer', unreadNotifications: 0 } });
  for (const each of [page, heard, other]) each.unsubscribe();
  api.realtime.close();
  appsync.stop();
});

it('hands a missed event to nobody who listens to something else', async () => {
  const appsync = await FakeAppSync.start();
  const config = { graphqlUrl: 'http://127.0.0.1:1/graphql', realtimeUrl: appsync.url } as Parameters<typeof makeApi>[0];
  const api = makeApi(config, () => Promise.resolve({ 'x-api-key': 'k' }), 'nobody');
  const told: string[] = [];
  const listening = ['post_1', 'post_2'].map((postId) => api.client.subscription(ON_COMMENT, { postId }).subscribe(() => told.push(postId)));
  await vi.waitFor(() => expect(appsync.starts).toHaveLength(2));

  api.replay({ operationName: 'OnComment', variables: { postId: 'post_1' } }, { data: { onComment: EVENT } });

  expect(told).toEqual(['post_1']);
  for (const each of listening) each.unsubscribe();
  api.realtime.close();
  appsync.stop();
});
