// Uploads and answers across origins: the site's page may, a page of another origin is refused, and errors can be read.
// `node e2e/cors.mjs [site]` against a running system with its demo world; what it wrote is deleted again.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { asks, fact, signIn, SITE, withPeople } from './people.mjs';

const PHOTO = fileURLToPath(new URL('../../infra/local/world/photos/espresso.jpg', import.meta.url));
const TITLE = `Origins, ${new Date().toISOString()}`;

const holds = (words, is) => {
  if (!is) throw new Error(`NO   ${words}`);
  fact(words);
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
  await signIn(ada, 'Ada Moreau', '/write');
  await ada.getByLabel('What is it called?').fill(TITLE);
  await ada.getByRole('button', { name: 'Begin' }).click();

  const begun = ada.waitForResponse((answer) => answer.request().postData()?.includes('createUpload') ?? false);
  const sent = ada.waitForResponse((answer) => answer.request().method() === 'POST' && answer.status() === 204);
  await ada.locator('input[type=file]').setInputFiles(PHOTO);
  const { upload } = (await (await begun).json()).data.createUpload;
  const allowed = await (await sent).headerValue('access-control-allow-origin');
  holds("The site's upload is answered for exactly the site's origin", allowed === new URL(SITE).origin);
  holds("A page of the site's origin uploads", (await posts(ada, upload)) === 204);
  holds('… also with a preflight', (await posts(ada, upload, 'cors', { 'x-amz-meta-note': 'a' })) !== 'TypeError');

  await stranger.goto(`http://127.0.0.1:${elsewhere.address().port}/`);
  holds('A page of another origin is refused the answer', (await posts(stranger, upload)) === 'TypeError');
  holds('… and the preflight', (await posts(stranger, upload, 'cors', { 'x-amz-meta-note': 'a' })) === 'TypeError');
  holds('… though the bucket is in reach', (await posts(stranger, upload, 'no-cors')) === 'sent blindly');

  const refused = await ada.evaluate(async () => {
    const { graphqlUrl } = await (await fetch('/config.json')).json();
    const asked = { method: 'POST', headers: { 'x-api-key': 'da2-wrong' }, body: '{"query": "{ __typename }"}' };
    const answer = await fetch(graphqlUrl, asked);
    return { status: answer.status, type: (await answer.json()).errors[0].errorType };
  });
  holds(`A refusal of the API can be read by the page: ${refused.status} ${refused.type}`, refused.status === 401);

  const id = new URL(ada.url()).pathname.split('/').at(-1);
  await asks(ada, 'mutation($input: DeletePostInput!) { deletePost(input: $input) { errors { code } } }', { input: { id } });
});
elsewhere.close();
