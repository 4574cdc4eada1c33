// The way breaks and comes back: pages say so, and read by themselves what they missed. An expired picture is fetched again.
// `node e2e/offline.mjs [site]` against a running system with its demo world; what it wrote is deleted again.
import { asks, deletes, fact, publishes, signIn, SITE, withPeople } from './people.mjs';

const ADD = 'mutation($input: AddCommentInput!) { addComment(input: $input) { errors { message } } }';
const LIKE = 'mutation($input: LikeInput!) { like(input: $input) { errors { message } } }';

await withPeople(async (person) => {
  const [ada, mei] = [await person(), await person()];
  await Promise.all([signIn(ada, 'Ada Moreau'), signIn(mei, 'Mei Tanaka')]);
  const postId = await publishes(mei, `Far away, ${new Date().toISOString()}`);
  const bell = await mei.context().newPage();
  await bell.goto(`${SITE}/notifications`);
  await bell.getByRole('heading', { name: 'Notifications' }).waitFor();
  const live = mei.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived', ({ payload }) => payload.includes('start_ack')));
  await mei.goto(`${SITE}/posts/${postId}`);
  await mei.getByText('Nobody has said anything yet').waitFor();
  await live;

  await mei.context().setOffline(true);
  await Promise.all([mei, bell].map((page) => page.getByText(/^Offline since/).waitFor()));
  fact('Every tab says since when it is offline');

  await asks(ada, ADD, { input: { postId, body: 'You missed this.' } });
  await asks(ada, LIKE, { input: { subjectId: postId } });
  await mei.context().setOffline(false);
  await Promise.all([mei, bell].map((page) => page.getByText(/^Back online/).waitFor()));
  await mei.locator('.comment-body', { hasText: 'You missed this.' }).waitFor();
  await mei.locator('.article-acts .like', { hasText: '1' }).waitFor();
  await bell.locator('.notification-new', { hasText: 'Ada Moreau' }).first().waitFor();
  fact('Back again, each reads what it missed and says that it was away');

  await asks(ada, ADD, { input: { postId, body: 'And this is live.' } });
  await mei.locator('.comment-body', { hasText: 'And this is live.' }).waitFor();
  fact('And goes on live');

  await bell.goto(`${SITE}/me`);
  await bell.getByRole('button', { name: 'Sign out' }).click();
  await bell.getByRole('link', { name: 'Sign in' }).waitFor();
  await mei.getByRole('link', { name: 'Sign in', exact: true }).first().waitFor();
  await asks(ada, ADD, { input: { postId, body: 'Still there?' } });
  await mei.locator('.comment-body', { hasText: 'Still there?' }).waitFor();
  fact('Signed out on one tab, one is a guest on all of them, and still hears what is public');

  await signIn(bell, 'Mei Tanaka');
  await mei.getByRole('link', { name: 'You', exact: true }).waitFor();
  await asks(ada, ADD, { input: { postId, body: 'Welcome back.' } });
  await mei.locator('.comment-body', { hasText: 'Welcome back.' }).waitFor();
  await deletes(mei, postId);
  fact('Signed in again, subscriptions run with fresh tokens');

  const guest = await person();
  const refused = new Set();
  await guest.route(/[?&]X-Amz-Signature=/, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (refused.has(pathname)) return route.fallback();
    refused.add(pathname);
    return route.fulfill({ status: 403, body: 'Request has expired' });
  });
  await guest.goto(`${SITE}/people/ada`);
  await guest.locator('.card img.picture').first().waitFor();
  await guest.waitForFunction(() => {
    const images = [...document.querySelectorAll('.person-head img.avatar, .card img.picture')].filter((image) => image.getBoundingClientRect().top < innerHeight);
    return images.length > 1 && images.every((image) => image.complete && image.naturalWidth > 0);
  });
  if (refused.size === 0) throw new Error('No picture was refused.');
  fact('A picture whose address has expired is shown by a fresh one');
});
