// Uploads and answers across origins: the site's page may, a page of another origin is refused, and errors can be read.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { deletePost } from './support/api';
import { answerTo } from './support/network';
import { photoPath, readPhoto } from './support/photos';
import { expect, test, unique } from './support/test';
import { words } from './support/words';

const { posts } = words;

interface UploadForm {
  url: string;
  fields: { name: string; value: string }[];
}

interface Sending {
  mode?: RequestMode;
  headers?: Record<string, string>;
}

const PREFLIGHT: Sending = { headers: { 'x-amz-meta-note': 'a' } };

/** Post the upload's form from a page, as the site does; return its status, or why the browser refused. */
async function postForm(
  page: Page,
  upload: UploadForm,
  { mode = 'cors', headers = {} }: Sending = {},
): Promise<number | string> {
  const bytes = (await readPhoto('espresso')).toString('base64');
  return page.evaluate(
    async ({ upload, bytes, mode, headers }) => {
      const form = new FormData();
      for (const { name, value } of upload.fields) form.append(name, value);
      const file = Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0));
      form.append('file', new Blob([file], { type: 'image/jpeg' }), 'espresso.jpg');
      try {
        const answer = await fetch(upload.url, { method: 'POST', body: form, mode, headers });
        return answer.type === 'opaque' ? 'sent blindly' : answer.status;
      } catch (error) {
        return (error as Error).name;
      }
    },
    { upload, bytes, mode, headers },
  );
}

async function serveAnotherOrigin(): Promise<{ server: Server; address: string }> {
  const server = createServer((_, answer) =>
    answer.setHeader('content-type', 'text/html').end('<title>Elsewhere</title>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

test('only the site’s own pages may upload, and errors can be read', async ({ ada, open, baseURL }) => {
  const stranger = await open();
  const { server, address } = await serveAnotherOrigin();
  await ada.goto('/write');
  await ada.getByLabel(posts.newTitle).fill(unique('Origins'));
  await ada.getByRole('button', { name: posts.startWriting }).click();

  const begun = answerTo(ada, 'CreateUpload');
  const sent = ada.waitForResponse((answer) => answer.request().method() === 'POST' && answer.status() === 204);
  await ada.locator('.tray input[type=file]').setInputFiles(photoPath('espresso'));
  const answer = (await (await begun).json()) as { data: { createUpload: { upload: UploadForm } } };
  const { upload } = answer.data.createUpload;

  await test.step('the site’s upload is answered for exactly the site’s origin', async () => {
    expect(await (await sent).headerValue('access-control-allow-origin')).toBe(baseURL);
    expect(await postForm(ada, upload)).toBe(204);
    expect(await postForm(ada, upload, PREFLIGHT), 'with a preflight').not.toBe('TypeError');
  });

  await test.step('a page of another origin is refused the answer and the preflight, though the bucket is in reach', async () => {
    await stranger.goto(address);
    expect(await postForm(stranger, upload)).toBe('TypeError');
    expect(await postForm(stranger, upload, PREFLIGHT)).toBe('TypeError');
    expect(await postForm(stranger, upload, { mode: 'no-cors' })).toBe('sent blindly');
  });

  await test.step('a refusal of the API can be read by the page', async () => {
    const refused = await ada.evaluate(async () => {
      const { graphqlUrl } = (await (await fetch('/config.json')).json()) as { graphqlUrl: string };
      const answer = await fetch(graphqlUrl, {
        method: 'POST',
        headers: { 'x-api-key': 'da2-wrong' },
        body: '{"query": "{ __typename }"}',
      });
      return { status: answer.status, answer: (await answer.json()) as { errors: { errorType: string }[] } };
    });
    expect(refused).toMatchObject({ status: 401, answer: { errors: [{ errorType: 'UnauthorizedException' }] } });
  });

  await deletePost(ada, new URL(ada.url()).pathname.split('/').at(-1) ?? '');
  server.close();
});
