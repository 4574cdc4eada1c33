// The API as the person on a page asks it, without their page knowing: as on another device.
import type { Page } from '@playwright/test';

const CREATE_POST =
  'mutation($input: CreatePostInput!) { createPost(input: $input) { post { id version } errors { message } } }';
const PUBLISH_POST = 'mutation($input: PublishPostInput!) { publishPost(input: $input) { errors { message } } }';
const DELETE_POST = 'mutation($input: DeletePostInput!) { deletePost(input: $input) { errors { message } } }';
const ADD_COMMENT =
  'mutation($input: AddCommentInput!) { addComment(input: $input) { comment { id version } errors { message } } }';
const POST_VERSION = 'query($id: ID!) { post(id: $id) { version } }';

interface Answer {
  data?: Record<string, { errors?: unknown[] } | null> | null;
  errors?: unknown[];
}

/** Send one operation; throws where it is refused. `Data` is what the document selects. */
export async function ask<Data>(page: Page, query: string, variables: object = {}): Promise<Data> {
  const site = process.env.WAYMARK_SITE ?? 'http://127.0.0.1:8080';
  const config = (await (await fetch(`${site}/config.json`)).json()) as { graphqlUrl: string; apiKey: string };
  const token = await accessTokenOf(page);
  const headers = {
    'content-type': 'application/json',
    ...(token ? { Authorization: token } : { 'x-api-key': config.apiKey }),
  };
  const answer = (await (
    await fetch(config.graphqlUrl, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
  ).json()) as Answer;
  const refusals = Object.values(answer.data ?? {}).flatMap((payload) => payload?.errors ?? []);
  if (answer.errors || refusals.length > 0) throw new Error(JSON.stringify(answer));
  return answer.data as Data;
}

export async function createPost(
  page: Page,
  input: { title: string; body?: string; tags?: string[] },
): Promise<string> {
  const { createPost: made } = await ask<{ createPost: { post: { id: string } } }>(page, CREATE_POST, {
    input: { body: 'Words.', ...input },
  });
  return made.post.id;
}

export async function publishPost(page: Page, id: string): Promise<void> {
  await ask(page, PUBLISH_POST, { input: { id, expectedVersion: await versionOf(page, id) } });
}

/** Write and publish an article; return its id. */
export async function createPublishedPost(page: Page, title: string): Promise<string> {
  const id = await createPost(page, { title });
  await publishPost(page, id);
  return id;
}

export async function deletePost(page: Page, id: string): Promise<void> {
  await ask(page, DELETE_POST, { input: { id } });
}

export async function versionOf(page: Page, id: string): Promise<number> {
  const { post } = await ask<{ post: { version: number } }>(page, POST_VERSION, { id });
  return post.version;
}

export async function addComment(page: Page, postId: string, body: string): Promise<{ id: string; version: number }> {
  const { addComment: made } = await ask<{ addComment: { comment: { id: string; version: number } } }>(
    page,
    ADD_COMMENT,
    { input: { subjectId: postId, body } },
  );
  return made.comment;
}

async function accessTokenOf(page: Page): Promise<string | undefined> {
  const { origins } = await page.context().storageState();
  return origins.flatMap(({ localStorage }) => localStorage).find(({ name }) => name.endsWith('.accessToken'))?.value;
}
