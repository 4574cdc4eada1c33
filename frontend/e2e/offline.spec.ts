// The way breaks and comes back: pages say so, and read on their own what they missed. An expired picture is fetched again.
import { addComment, ask, createPublishedPost, deletePost } from './support/api';
import { waitForSubscription } from './support/network';
import { expect, nameOf, signIn, test, unique } from './support/test';
import { beginningOf, words } from './support/words';

const { app, comments, live, notifications, profile } = words;
const LIKE = 'mutation($input: LikeInput!) { like(input: $input) { errors { message } } }';
const AWAY = beginningOf(live.offlineSince({ time: '{time}' }));

test('what was missed while offline, and while somebody else was signed in, is read', async ({ ada, open }) => {
  const mei = await open(); // who signs out: with a session of her own
  await ada.goto('/');
  await signIn(mei, 'mei');
  const postId = await createPublishedPost(mei, unique('Far away'));
  const article = mei;
  const bell = await mei.context().newPage();
  await bell.goto('/notifications');
  await expect(bell.getByRole('heading', { name: notifications.title })).toBeVisible();
  const subscribing = waitForSubscription(article, 'onComment');
  await article.goto(`/posts/${postId}`);
  await expect(article.getByText(comments.none)).toBeVisible();
  await subscribing;
  const body = (text: string) => article.locator('.comment-body', { hasText: text });

  await test.step('every tab says since when it is offline', async () => {
    await mei.context().setOffline(true);
    for (const page of [article, bell]) await expect(page.getByText(AWAY)).toBeVisible();
  });

  await test.step('back again, each has read what it missed and says that it was away', async () => {
    await addComment(ada, postId, 'You missed this.');
    await ask(ada, LIKE, { input: { subjectId: postId } });
    await mei.context().setOffline(false);
    await Promise.all([article, bell].map((page) => expect(page.getByText(live.back)).toBeVisible()));
    await expect(body('You missed this.')).toBeVisible();
    await expect(article.locator('.article-acts .like')).toContainText('1');
    await expect(bell.locator('.notification-new', { hasText: nameOf('ada') }).first()).toBeVisible();
  });

  await test.step('and goes on live', async () => {
    await addComment(ada, postId, 'And this is live.');
    await expect(body('And this is live.')).toBeVisible();
  });

  await test.step('signed out on one tab, she is a guest on all of them, and still hears what is public', async () => {
    await bell.goto('/me');
    await bell.getByRole('button', { name: profile.signOut }).click();
    for (const page of [bell, article])
      await expect(page.getByRole('banner').getByRole('link', { name: app.signIn, exact: true })).toBeVisible();
    await addComment(ada, postId, 'Still there?');
    await expect(body('Still there?')).toBeVisible();
  });

  await test.step('signed in again, subscriptions run with fresh tokens', async () => {
    await signIn(bell, 'mei');
    await expect(article.getByRole('link', { name: app.profile, exact: true })).toBeVisible();
    await addComment(ada, postId, 'Welcome back.');
    await expect(body('Welcome back.')).toBeVisible();
    await deletePost(mei, postId);
  });
});

test('a picture whose address has expired is shown by a fresh one', async ({ guest }) => {
  const refused = new Set<string>();
  await guest.route(/[?&]X-Amz-Signature=/, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (refused.has(pathname)) return route.fallback();
    refused.add(pathname);
    return route.fulfill({ status: 403, body: 'Request has expired' });
  });
  await guest.goto('/people/ada');
  await guest.waitForFunction(() => {
    const all = [...document.querySelectorAll<HTMLImageElement>('.person-head img.avatar, .card img.picture')];
    const images = all.filter((image) => image.getBoundingClientRect().top < innerHeight);
    return images.length > 1 && images.every((image) => image.complete && image.naturalWidth > 0);
  });
  expect(refused.size).toBeGreaterThan(0);
});
