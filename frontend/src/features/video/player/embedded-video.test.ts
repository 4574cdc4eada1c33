// @vitest-environment jsdom
// Who may not watch a video in an article learns nothing of it, whatever was in their cache; its owner reads why it waits.
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { Client, CombinedError, type Exchange, gql, type OperationResult } from '@urql/core';
import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { filter, map, pipe } from 'wonka';
import { createCacheExchange } from '../../../shared/graphql/cache';
import { videosCache } from '../videos/cache';
import { EmbeddedVideo } from './embedded-video';

const VIDEO = { __typename: 'Video', id: 'video_1', title: 'Rain', state: 'LIVE', width: 16, height: 9, duration: 5 };
const KNOWN = gql`
  query Known($id: ID!) {
    video(id: $id) {
      __typename
      id
      title
      state
      width
      height
      duration
      posterUrl
    }
  }
`;
/** AppSync's error, with its type beside the message. */
const REFUSAL = Object.assign({ message: 'There is no such video.', path: ['video'] }, { errorType: 'NotFound' });
const NOT_FOUND = new CombinedError({ graphQLErrors: [REFUSAL] });

type Answer = Pick<OperationResult, 'data' | 'error'>;

const live: Answer = { data: { video: { ...VIDEO, posterUrl: '/poster.webp' } } };
const hidden: Answer = { data: { video: null }, error: NOT_FOUND };

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('scrollTo', vi.fn());
});
afterEach(() => vi.unstubAllGlobals());

/** A page with the video, and an API that answers as it is told. */
function open() {
  const answers: Record<string, Answer> = {};
  const network: Exchange = () => (operations) =>
    pipe(
      operations,
      filter(({ kind }) => kind !== 'teardown'),
      map((operation): OperationResult => {
        const [definition] = operation.query.definitions;
        const name = definition && 'name' in definition ? definition.name.value : undefined;
        return { operation, data: undefined, stale: false, hasNext: false, ...answers[name ?? ''] };
      }),
    );
  const client = new Client({
    url: 'http://test',
    preferGetMethod: false,
    exchanges: [createCacheExchange([videosCache], () => undefined), network],
  });
  const page = document.createElement('main');
  const router = createRouter({
    routeTree: createRootRoute({ component: () => createElement(EmbeddedVideo, { id: 'video_1', startAt: null }) }),
    history: createMemoryHistory(),
  });
  return {
    answers,
    page,
    read: () => client.query(KNOWN, { id: 'video_1' }, { requestPolicy: 'network-only' }).toPromise(),
    show: () =>
      act(async () => {
        await router.load();
        createRoot(page).render(
          createElement(Provider, { value: client }, createElement(RouterProvider, { router } as never)),
        );
      }),
  };
}

it('shows the poster with the length to those who may watch it', async () => {
  const { answers, page, show } = open();
  answers.EmbeddedVideo = live;

  await show();

  expect(page.querySelector('img')?.getAttribute('src')).toBe('/poster.webp');
  expect(page.querySelector('button')?.textContent).toBe('Play “Rain” ▶ 0:05');
});

it('gives nothing away of what was made private, also where the cache has it', async () => {
  const { answers, page, read, show } = open();
  answers.Known = live;
  await read();
  answers.EmbeddedVideo = answers.Known = hidden;

  await show();
  await act(read); // what changes in the cache is shown again

  expect(page.textContent).toBe('A video was here. It was deleted, or you can’t watch it.');
  expect(page.querySelector('img')).toBeNull();
});

it('tells its owner that it is not live yet', async () => {
  const { answers, page, show } = open();
  answers.EmbeddedVideo = { data: { video: { ...VIDEO, state: 'PROCESSING', posterUrl: null } } };

  await show();

  expect(page.textContent).toContain('Your video isn’t live yet.');
  expect(page.querySelector('button')).toBeNull();
});

it('shows nothing in place of the address where the API does not answer', async () => {
  const { answers, page, show } = open();
  answers.EmbeddedVideo = { data: undefined, error: new CombinedError({ networkError: new Error('away') }) };

  await show();

  expect(page.textContent).toBe('');
});
