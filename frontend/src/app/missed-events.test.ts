// What was missed reaches those who listen as if it came live, and what it changes is asked for again.
import { gql } from '@urql/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { FakeAppSync } from '../shared/appsync/fake-appsync';
import { createApi } from '../shared/graphql/api';
import { CACHE_RULES } from './cache-rules';

const COMMENTS = gql`
  query Comments($id: ID!) {
    post(id: $id) {
      __typename
      id
      comments {
        __typename
        edges {
          __typename
          node {
            __typename
            id
          }
        }
      }
    }
  }
`;
const SLOW = gql`
  query Slow {
    viewer {
      __typename
      unreadNotifications
    }
  }
`;
const ON_COMMENT = gql`
  subscription OnComment($subjectId: ID!) {
    onComment(subjectId: $subjectId) {
      __typename
      sequence
      subjectId
      commentId
      parentId
      comments
    }
  }
`;
const EVENT = {
  __typename: 'CommentEvent',
  id: 'event_1',
  sequence: 1,
  subjectId: 'post_1',
  commentId: 'comment_1',
  parentId: null,
  comments: 1,
};

// Node has no IndexedDB: nothing is kept.
vi.mock('../shared/graphql/offline-cache', () => ({
  openOfflineStorage: () => ({}),
  createOfflineExchange:
    () =>
    ({ forward }: { forward: unknown }) =>
      forward,
}));
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
  const config = { graphqlUrl: 'http://127.0.0.1:1/graphql', realtimeUrl: appsync.url } as Parameters<
    typeof createApi
  >[0];
  const api = createApi(config, () => Promise.resolve({ 'x-api-key': 'k' }), 'nobody', CACHE_RULES);
  const shown: number[] = [];
  const page = api.client
    .query(COMMENTS, { id: 'post_1' })
    .subscribe(({ data }) => shown.push((data as { post: { comments: { edges: [] } } }).post.comments.edges.length));
  const subscription = api.client.subscription(ON_COMMENT, { subjectId: 'post_1' }).subscribe(() => undefined);
  await vi.waitFor(() => expect(shown).toEqual([0]));
  const other = api.client.query(SLOW, {}).subscribe(() => undefined);

  written = ['comment_1'];
  api.replay({ operationName: 'OnComment', variables: { subjectId: 'post_1' } }, { data: { onComment: EVENT } });
  await vi.waitFor(() => expect(shown.at(-1)).toBe(1));

  answerSlowly({ viewer: { __typename: 'Viewer', unreadNotifications: 0 } });
  for (const each of [page, subscription, other]) each.unsubscribe();
  api.realtime.close();
  appsync.stop();
});

/** A page of an article's comments over a service that answers when the test says so. */
async function openComments() {
  const appsync = await FakeAppSync.start();
  const requests: { name: string; answer: (data: object) => void }[] = [];
  vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => {
    const { operationName: name } = JSON.parse(body) as { operationName: string };
    return Response.json({ data: await new Promise<object>((answer) => requests.push({ name, answer })) });
  });
  const config = { graphqlUrl: 'http://127.0.0.1:1/graphql', realtimeUrl: appsync.url } as Parameters<
    typeof createApi
  >[0];
  const api = createApi(config, () => Promise.resolve({ 'x-api-key': 'k' }), 'nobody', CACHE_RULES);
  const shown: (number | undefined)[] = [];
  const subscription = api.client.subscription(ON_COMMENT, { subjectId: 'post_1' }).subscribe(() => undefined);
  const page = api.client
    .query(COMMENTS, { id: 'post_1' })
    .subscribe(({ data }) => shown.push((data as CommentsData | undefined)?.post.comments.edges.length));
  await vi.waitFor(() => expect([appsync.starts.length, requests.length]).toEqual([1, 1]));
  const topic = { operationName: 'OnComment', variables: { subjectId: 'post_1' } };
  return {
    shown,
    requests,
    askElsewhere: () => api.client.query(SLOW, {}).subscribe(() => undefined),
    answer: async (place: number, ids: readonly string[]) => {
      const edges = ids.map((id) => ({ __typename: 'CommentEdge', node: { __typename: 'Comment', id } }));
      const comments = { __typename: 'CommentConnection', edges };
      requests[place]?.answer({ post: { __typename: 'Post', id: 'post_1', comments } });
      await settle();
    },
    hear: (sequence: number) =>
      api.replay(topic, { data: { onComment: { ...EVENT, id: `event_${sequence}`, sequence } } }),
    close: () => {
      for (const each of [page, subscription]) each.unsubscribe();
      api.realtime.close();
      appsync.stop();
    },
  };
}

interface CommentsData {
  post: { comments: { edges: [] } };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 10));

it('asks again for what an event overtook: the answer that was under way is older than it', async () => {
  const page = await openComments();

  page.hear(1);
  await page.answer(0, []);
  await vi.waitFor(() => expect(page.requests).toHaveLength(2));
  await page.answer(1, ['comment_1']);

  expect(page.shown).toEqual([1]);
  page.close();
});

it('shows what it asked for again, although a later query was answered before the event', async () => {
  const page = await openComments();
  await page.answer(0, []);
  page.hear(1);
  await vi.waitFor(() => expect(page.requests).toHaveLength(2));
  const other = page.askElsewhere();
  await vi.waitFor(() => expect(page.requests).toHaveLength(3));
  page.requests[2]?.answer({ viewer: { __typename: 'Viewer', unreadNotifications: 0 } });
  await settle();

  page.hear(2);
  await page.answer(1, ['comment_1']);
  await vi.waitFor(() => expect(page.requests).toHaveLength(4));
  await page.answer(3, ['comment_1', 'comment_2']);

  expect(page.shown.at(-1)).toBe(2);
  expect(page.shown).not.toContain(undefined);
  other.unsubscribe();
  page.close();
});

it('shows answers although events keep overtaking them', async () => {
  const page = await openComments();

  page.hear(1);
  await page.answer(0, []);
  await vi.waitFor(() => expect(page.requests).toHaveLength(2));
  page.hear(2);
  await page.answer(1, ['comment_1']);
  expect(page.shown).toEqual([1]);
  await vi.waitFor(() => expect(page.requests).toHaveLength(3));
  await page.answer(2, ['comment_1', 'comment_2']);

  expect(page.shown.at(-1)).toBe(2);
  page.close();
});

it('hands a missed event to nobody who listens to something else', async () => {
  const appsync = await FakeAppSync.start();
  const config = { graphqlUrl: 'http://127.0.0.1:1/graphql', realtimeUrl: appsync.url } as Parameters<
    typeof createApi
  >[0];
  const api = createApi(config, () => Promise.resolve({ 'x-api-key': 'k' }), 'nobody', CACHE_RULES);
  const told: string[] = [];
  const listening = ['post_1', 'post_2'].map((subjectId) =>
    api.client.subscription(ON_COMMENT, { subjectId }).subscribe(() => told.push(subjectId)),
  );
  await vi.waitFor(() => expect(appsync.starts).toHaveLength(2));

  api.replay({ operationName: 'OnComment', variables: { subjectId: 'post_1' } }, { data: { onComment: EVENT } });

  expect(told).toEqual(['post_1']);
  for (const each of listening) each.unsubscribe();
  api.realtime.close();
  appsync.stop();
});
