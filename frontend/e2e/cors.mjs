// Uploads and answers across origins: the site's page may, a page of another origin is refused, and errors can be read.
// `node e2e/cors.mjs [site]` against a running system with its demo world; what it wrote is deleted again.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { SITE, withPeople } from './people.mjs';

const PHOTO = fileURLToPath(new URL('../../infra/local/world/photos/espresso.jpg', import.meta.url));
const TITLE = `Origins, ${new Date().toISOString()}`;

const fact = (words, holds) => {
  console.log(`${holds ? 'yes' : 'NO '}  ${words}`);
  if (!holds) process.exitCode = 1;
};

/** Post the upload's form from a page, as the site does; answers its status, or why the browser refused. */
async function posts(page, upload, mode = 'cors', headers = {}) {
  const bytes = (await readFile(PHOTO)).toString('base64');
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
        return error.name;
      }
    },
    { upload, bytes, mode, headers },
  );
}

const elsewhere = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<title>Elsewhere</title>'));
await new Promise((listening) => elsewhere.listen(0, '127.0.0.1', listening));

await withPeople(async (person) => {
  const [ada, stranger] = [await person(), await person()];
  await ada.goto(`${SITE}/write`);
  await ada.getByRole('button', { name: 'Ada Moreau' }).click();
  await ada.waitForURL(/\/write$/);
  await ada.getByLabel('What is it called?').fill(TITLE);
  await ada.getByRole('button', { name: 'Begin' }).click();

  const begun = ada.waitForResponse((answer) => answer.request().postData()?.includes('createUpload') ?? false);
  const sent = ada.waitForResponse((answer) => answer.request().method() === 'POST' && answer.status() === 204);
  await ada.locator('input[type=file]').setInputFiles(PHOTO);
  const { upload } = (await (await begun).json()).data.createUpload;
  const allowed = await (await sent).headerValue('access-control-allow-origin');
  fact("The site's upload is answered for exactly the site's origin", allowed === new URL(SITE).origin);
  fact("A page of the site's origin uploads", (await posts(ada, upload)) === 204);
  fact('… also with a preflight', (await posts(ada, upload, 'cors', { 'x-amz-meta-note': 'a' })) !== 'TypeError');

  await stranger.goto(`http://127.0.0.1:${elsewhere.address().port}/`);
  fact('A page of another origin is refused the answer', (await posts(stranger, upload)) === 'TypeError');
  fact('… and the preflight', (await posts(stranger, upload, 'cors', { 'x-amz-meta-note': 'a' })) === 'TypeError');
  fact('… though the bucket is in reach', (await posts(stranger, upload, 'no-cors')) === 'sent blindly');

  const refused = await ada.evaluate(async () => {
    const { graphqlUrl } = await (await fetch('/config.json')).json();
    const asked = { method: 'POST', headers: { 'x-api-key': 'da2-wrong' }, body: '{"query": "{ __typename }"}' };
    const answer = await fetch(graphqlUrl, asked);
    return { status: answer.status, type: (await answer.json()).errors[0].errorType };
  });
  fact(`A refusal of the API can be read by the page: ${refused.status} ${refused.type}`, refused.status === 401);

  await ada.goto(`${SITE}/me`);
  ada.once('dialog', (dialog) => void dialog.accept());
  const card = ada.locator('.feed > div', { hasText: TITLE });
  await card.getByRole('button', { name: 'Delete' }).click();
  await card.waitFor({ state: 'detached' });
});
elsewhere.close();
