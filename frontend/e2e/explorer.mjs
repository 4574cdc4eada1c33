// A guest listens in the explorer, Ada comments on the article, the guest hears it; then the guest signs in there.
// `node e2e/explorer.mjs [site]` against a running system with its demo world.
import { asks, fact, signIn, SITE, withPeople } from './people.mjs';

const ADD = 'mutation($input: AddCommentInput!) { addComment(input: $input) { comment { id } errors { message } } }';
const DELETE = 'mutation($input: DeleteCommentInput!) { deleteComment(input: $input) { errors { message } } }';

/** Open an example in a tab of its own, and wait until the editor shows it: a click on Execute runs what stands there. */
async function opens(page, example) {
  await page.getByRole('button', { name: example, exact: true }).click();
  await page.locator('.graphiql-query-editor .view-lines', { hasText: new RegExp(`\\b${example}\\b`) }).waitFor();
}

/** Run it, and wait until the answer beside it says something. */
async function answers(page, words) {
  await page.getByRole('button', { name: 'Execute query' }).click();
  const shown = (text) => (document.querySelector('.result-window')?.textContent ?? '').replaceAll(/\s+/g, ' ').includes(text);
  await page.waitForFunction(shown, words, { timeout: 60_000 });
}

await withPeople(async (person) => {
  const [guest, ada] = [await person(), await person()];
  const strangers = new Set();
  for (const page of [guest, ada]) {
    page.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== '127.0.0.1') strangers.add(hostname);
    });
  }
  const introspection = [];
  guest.on('request', (request) => {
    if ((request.postData() ?? '').includes('__schema')) introspection.push(request.url());
  });

  await guest.goto(`${SITE}/explorer`);
  await answers(guest, '"publishedAt"');
  fact('A guest reads the feed');

  await opens(guest, 'onComment');
  await answers(guest, 'Events appear here as they happen');
  await guest.locator('.explorer-status.live').waitFor();
  fact('A guest listens to comments, on a post the variables name already');

  const [postId] = /post_[\w-]{20,}/.exec(await guest.locator('.graphiql-editor-tools, .graphiql-query-editor-wrapper, .graphiql-editors').first().textContent()) ?? [];
  if (!postId) throw new Error('The variables name no post.');
  await signIn(ada, 'Ada Moreau', `/posts/${postId}`);
  const events = guest.getByRole('region', { name: 'Events' });
  const comments = [];
  const says = async (body) => comments.push((await asks(ada, ADD, { input: { postId, body } })).addComment.comment.id);
  for (const words of ['One', 'Two']) {
    await says(words);
    await events.locator('pre', { hasText: words }).first().waitFor();
  }
  await events.getByRole('heading', { name: '2 events' }).waitFor();
  const order = (await events.locator('.event-event pre').allTextContents()).map((text) => /One|Two/.exec(text)?.[0]);
  if (order.join() !== 'Two,One') throw new Error(`The newest event is not first: ${order.join()}`);
  fact('What Ada says is heard in the explorer, every event of it, the newest first');

  await events.getByRole('button', { name: 'Pause' }).click();
  await says('Three');
  await events.getByText('1 more is waiting').waitFor();
  if ((await events.locator('pre', { hasText: 'Three' }).count()) > 0) throw new Error('The pause shows it.');
  await events.getByRole('button', { name: 'Go on' }).click();
  await events.locator('pre', { hasText: 'Three' }).first().waitFor();
  fact('A pause holds events back, and loses none');
  for (const id of comments) await asks(ada, DELETE, { input: { id } });

  await guest.getByRole('button', { name: 'Stop query' }).click();
  await events.getByText('Listening has ended').waitFor();
  await guest.getByLabel('Asking as').selectOption({ label: 'Ada Moreau' });
  await guest.waitForFunction(() => document.querySelector('select')?.disabled === false && document.querySelector('select')?.value.startsWith('ada@'));
  await opens(guest, 'viewer');
  await answers(guest, '"handle": "ada"');
  fact('Signed in by the switch, the viewer is who was chosen');

  await guest.getByRole('button', { name: 'Show Errors' }).click();
  await guest.getByRole('heading', { name: 'What can go wrong' }).waitFor();
  if (introspection.length > 0) throw new Error('The explorer asked for the schema.');
  if (strangers.size > 0) throw new Error(`Requests left for ${[...strangers].join(', ')}.`);
  fact('The errors are explained; the schema was never asked for, and no request left this machine');
});
