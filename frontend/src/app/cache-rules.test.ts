// What events and the viewer's own writes change on the page: late, twice, out of order, refused; and that no rule is missing.
import { readFileSync } from 'node:fs';
import { Client, CombinedError, type Exchange, gql, type OperationResult } from '@urql/core';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it, vi } from 'vitest';
import { filter, fromPromise, map, mergeMap, pipe } from 'wonka';
import { composeEventsSince, createCacheExchange } from '../shared/graphql/cache';
import { CACHE_RULES } from './cache-rules';

const POST = gql`
  query Post($id: ID!) {
    post(id: $id) {
      __typename
      id
      viewerHasLiked
      counts {
        __typename
        likes
        comments
      }
    }
  }
`;
const USER = gql`
  query User {
    user(handle: "mei") {
      __typename
      id
      viewerFollows
      counts {
        __typename
        followers
      }
    }
  }
`;
const COMMENT = gql`
  query Comment {
    comment(id: "comment_1") {
      __typename
      id
      body
      version
      editedAt
      deletedAt
    }
  }
`;
const LIKE = gql`
  mutation Like($input: LikeInput!) {
    like(input: $input) {
      __typename
      subjectId
      likes
      viewerHasLiked
      errors {
        __typename
        code
        message
      }
    }
  }
`;
const FOLLOW = gql`
  mutation Follow($input: FollowUserInput!) {
    followUser(input: $input) {
      __typename
      user {
        __typename
        id
        viewerFollows
        counts {
          __typename
          followers
        }
      }
      errors {
        __typename
        code
        message
      }
    }
  }
`;
const EDIT = gql`
  mutation Edit($input: EditCommentInput!) {
    editComment(input: $input) {
      __typename
      comment {
        __typename
        id
        body
        editedAt
        version
      }
      errors {
        __typename
        code
        message
      }
    }
  }
`;
const TILES = gql`
  query Tiles($tag: String) {
    pinsIn(tag: $tag) {
      __typename
      cells {
        __typename
        id
        pins
      }
    }
  }
`;
const ON_LIKES = gql`
  subscription OnLikes($n: ID) {
    onLikes(subjectId: $n) {
      __typename
      subjectId
      likedId
      sequence
      likes
    }
  }
`;

const ARTICLE = {
  __typename: 'Post',
  id: 'post_1',
  viewerHasLiked: false,
  counts: { __typename: 'PostCounts', likes: 3, comments: 1 },
};
const MEI = { __typename: 'User', id: 'u1', viewerFollows: false, counts: { __typename: 'UserCounts', followers: 7 } };
const SAID = { __typename: 'Comment', id: 'comment_1', body: 'Warm', version: 1, editedAt: null, deletedAt: null };
const REFUSED = [{ __typename: 'NotFound', code: 'NOT_FOUND', message: 'There is no such post.' }];

/** An API whose answers are given, and a reader of the cache before it. */
function reading() {
  const gaps: string[] = [];
  let release = () => {};
  const answers: Pick<OperationResult, 'data' | 'error'>[] = [];
  const network: Exchange = () => (operations) =>
    pipe(
      operations,
      filter(({ kind }) => kind !== 'teardown'),
      mergeMap((operation) => {
        const answer = { data: undefined, ...answers.shift() };
        const held =
          operation.kind === 'mutation' ? new Promise<void>((resolve) => (release = resolve)) : Promise.resolve();
        return pipe(
          fromPromise(held),
          map((): OperationResult => ({ operation, ...answer, stale: false, hasNext: false })),
        );
      }),
    );
  const client = new Client({
    url: 'http://test',
    preferGetMethod: false,
    exchanges: [createCacheExchange(CACHE_RULES, (subjectId) => gaps.push(subjectId)), network],
  });
  return {
    client,
    gaps,
    answers: (data: object) => void answers.push({ data }),
    refuses: (field: string, errorType: string) => {
      const refusal = Object.assign({ message: 'There is none.', path: [field] }, { errorType });
      answers.push({ data: { [field]: null }, error: new CombinedError({ graphQLErrors: [refusal] }) });
    },
    released: () => release(),
    hears: (event: object, place: number) => {
      answers.push({ data: { onLikes: event } });
      return new Promise((resolve) => {
        const heard = client.subscription(ON_LIKES, { n: String(place) }).subscribe(() => setTimeout(resolve));
        setTimeout(() => heard.unsubscribe(), 100);
      });
    },
    shows: (document: typeof POST) => client.readQuery(document, { id: 'post_1' })?.data as Record<string, unknown>,
  };
}

const likes = (sequence: number, count: number, likedId = 'post_1') => ({
  __typename: 'LikesEvent',
  subjectId: 'post_1',
  likedId,
  sequence,
  likes: count,
});

it('keeps the newest count, whatever comes late or twice', async () => {
  const page = reading();
  page.answers({ post: ARTICLE });
  await page.client.query(POST, { id: 'post_1' });

  for (const [place, event] of [likes(8, 5), likes(7, 4), likes(8, 5)].entries()) await page.hears(event, place);

  expect(page.shows(POST).post).toMatchObject({ counts: { likes: 5 } });
});

it('likes at once, and takes it back when refused', async () => {
  const page = reading();
  page.answers({ post: ARTICLE });
  await page.client.query(POST, { id: 'post_1' });

  page.answers({
    like: { __typename: 'LikePayload', subjectId: null, likes: null, viewerHasLiked: null, errors: REFUSED },
  });
  const asked = page.client.mutation(LIKE, { input: { subjectId: 'post_1' } }).toPromise();
  expect(page.shows(POST).post).toMatchObject({ viewerHasLiked: true, counts: { likes: 4 } });
  page.released();
  await asked;

  expect(page.shows(POST).post).toMatchObject({ viewerHasLiked: false, counts: { likes: 3 } });
});

it('follows at once, and takes it back when refused', async () => {
  const page = reading();
  page.answers({ user: MEI });
  await page.client.query(USER, {});

  page.answers({ followUser: { __typename: 'FollowUserPayload', user: null, errors: REFUSED } });
  const asked = page.client.mutation(FOLLOW, { input: { userId: 'u1' } }).toPromise();
  expect(page.shows(USER).user).toMatchObject({ viewerFollows: true, counts: { followers: 8 } });
  page.released();
  await asked;

  expect(page.shows(USER).user).toMatchObject({ viewerFollows: false, counts: { followers: 7 } });
});

it('shows an edit at once, and the old words again when it is refused', async () => {
  const page = reading();
  page.answers({ comment: SAID });
  await page.client.query(COMMENT, {});

  page.answers({ editComment: { __typename: 'EditCommentPayload', comment: null, errors: REFUSED } });
  const asked = page.client.mutation(EDIT, { input: { id: 'comment_1', expectedVersion: 1, body: 'Hot' } }).toPromise();
  expect(page.shows(COMMENT).comment).toMatchObject({ body: 'Hot', version: 2 });
  page.released();
  await asked;

  expect(page.shows(COMMENT).comment).toMatchObject({ body: 'Warm', version: 1 });
});

it('tells of a gap between live events, and of a first one that may have had others before it', async () => {
  const page = reading();

  for (const [place, event] of [likes(5, 1), likes(6, 2), likes(9, 3), likes(9, 3)].entries())
    await page.hears(event, place);

  expect(page.gaps).toEqual(['post_1', 'post_1']);
});

it('stores what has an id once, and what has none inside its parent, and warns of neither', async () => {
  const page = reading();
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  const [found, other] = [ARTICLE, { ...ARTICLE, id: 'post_2', counts: { ...ARTICLE.counts, likes: 9 } }];
  page.answers({ post: found });
  await page.client.query(POST, { id: 'post_1' });
  page.answers({ post: other });
  await page.client.query(POST, { id: 'post_2' });

  await page.hears(likes(1, 4), 0);

  expect(page.shows(POST).post).toMatchObject({ counts: { likes: 4 } });
  expect(page.client.readQuery(POST, { id: 'post_2' })?.data).toMatchObject({ post: { counts: { likes: 9 } } });
  expect(warn).not.toHaveBeenCalled();
});

it('shows nothing of an article that the API finds no longer, until it finds it again', async () => {
  const page = reading();
  const read = () => page.client.query(POST, { id: 'post_1' }, { requestPolicy: 'network-only' }).toPromise();
  page.answers({ post: ARTICLE });
  await read();
  page.refuses('post', 'NotFound');

  const result: OperationResult<unknown> = await read();

  expect(result.data).toEqual({ post: null });
  expect(result.error?.graphQLErrors[0]).toMatchObject({
    message: 'There is none.',
    originalError: { errorType: 'NotFound' },
  });
  expect(page.shows(POST)).toEqual({ post: null });
  page.answers({ post: ARTICLE });
  await read();
  expect(page.shows(POST)).toMatchObject({ post: { id: 'post_1' } });
});

it('goes on showing an article where the API refuses for another reason', async () => {
  const page = reading();
  page.answers({ post: ARTICLE });
  await page.client.query(POST, { id: 'post_1' });
  page.refuses('post', 'Throttled');

  const read = page.client.query(POST, { id: 'post_1' }, { requestPolicy: 'network-only' });
  const result: OperationResult<unknown> = await read.toPromise();

  expect(result.data).toMatchObject({ post: { id: 'post_1' } });
  expect(result.error).toBeDefined();
});

it('stores a tile of the map inside its answer: another filter has the same tile with other pins', async () => {
  const page = reading();
  for (const [tag, pins] of [
    ['sea', 3],
    ['hill', 8],
  ] as const) {
    page.answers({ pinsIn: { __typename: 'MapCells', cells: [{ __typename: 'MapCell', id: 'tile', pins }] } });
    await page.client.query(TILES, { tag });
  }

  const [sea, hill] = ['sea', 'hill'].map((tag) => page.client.readQuery(TILES, { tag })?.data as object);

  expect(sea).toMatchObject({ pinsIn: { cells: [{ pins: 3 }] } });
  expect(hill).toMatchObject({ pinsIn: { cells: [{ pins: 8 }] } });
});

describe('the rules of all features', () => {
  const contract = buildSchema(readFileSync('schema.client.graphql', 'utf8'), { assumeValidSDL: true });

  it('cover every subscription, and nothing else', () => {
    const ruled = CACHE_RULES.flatMap(({ events = {} }) => Object.keys(events));

    expect(ruled.sort()).toEqual(Object.keys(contract.getSubscriptionType()?.getFields() ?? {}).sort());
  });

  it('ask for missed events with fields that the contract has', () => {
    expect(validate(contract, parse(composeEventsSince(CACHE_RULES)))).toEqual([]);
  });
});
