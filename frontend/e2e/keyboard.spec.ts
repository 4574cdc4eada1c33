// A person without a mouse: reads, signs in, writes with photos and pins, publishes, talks, looks around on the map, searches,
// follows, keeps her own page, changes the language, signs out. At every press the focus is where it should be, seen and marked.
import type { Page } from '@playwright/test';
import { vi as appInVietnamese } from '../src/app/messages/vi';
import { Keyboard } from './support/keyboard';
import { answerTo, failOperation } from './support/network';
import { photoPath } from './support/photos';
import { expect, nameOf, test, unique } from './support/test';
import { beginningOf, escape, startingWith, words } from './support/words';

const { app, comments, gallery, likes, map, notifications, photos, posts, profile, search, shared, uploads, users } =
  words;
const TITLE = unique('By hand');
const [EMAIL, PASSWORD] = ['ada@waymark.example', 'Waymark-demo-1'];
const HEART = (count: number) => `${count} ${likes.likes({ count })}`;
const ENLARGE = startingWith(beginningOf(gallery.viewPhoto({ alt: '{alt}' })));
const ALT = startingWith(photos.altText);

/** Wait until those who cannot see the page are told something. */
const expectAnnounced = (page: Page, text: string) =>
  expect(page.getByRole('status').filter({ hasText: text })).toBeAttached();
const isPressed = (page: Page, value: boolean) =>
  expect(page.locator('.article-acts .like')).toHaveAttribute('aria-pressed', String(value));

async function signsIn(page: Page, { press, type, activate, reach, expectFocus }: Keyboard): Promise<void> {
  await page.goto('/');
  await expect(page.locator('.card h2 a').first()).toBeVisible();
  await activate('link', app.skip);
  await expectFocus('main', '');
  await reach('link', /.+/);
  await expect(page.locator('main :focus'), 'the skip link leads into the content').toBeVisible();
  await activate('link', app.signIn, { back: true });
  await expectFocus('heading', users.welcomeBack);
  await reach('textbox', users.email);
  await type(EMAIL);
  await reach('textbox', users.password);
  await type('not-hers');
  await press('Enter');
  await expect(page.getByRole('alert')).toBeVisible();
  await expectFocus('textbox', users.password);
  await press('Control+A');
  await type(PASSWORD);
  await press('Enter');
  await expectFocus('heading', posts.homeTitle);
}

async function writes(page: Page, { press, type, activate, reach, expectFocus }: Keyboard): Promise<void> {
  await activate('link', app.write, { back: true });
  await expectFocus('heading', posts.newArticle);
  await reach('textbox', startingWith(posts.newTitle));
  await type(TITLE);
  await press('Enter');
  await expectFocus('heading', posts.writingPage);
  await reach('textbox', posts.storyInMarkdown);
  const saving = answerTo(page, 'UpdatePost');
  await type('Written **without** a mouse.');
  await saving;

  await reach('button', new RegExp(escape(photos.choosePhotos)));
  const chooser = page.waitForEvent('filechooser');
  await press('Enter');
  const uploadAnnouncements = ['espresso.jpg', 'cat.jpg'].map((name) =>
    expectAnnounced(page, uploads.uploaded({ name })),
  );
  await (await chooser).setFiles([photoPath('espresso'), photoPath('cat')]);
  await Promise.all(uploadAnnouncements);
  await expect(page.locator('.tray-photo .step-done', { hasText: uploads.LIVE })).toHaveCount(2);
}

async function describesPhotos(page: Page, { type, activate, reach, expectFocus }: Keyboard): Promise<void> {
  await reach('textbox', ALT);
  await type('A cup on a table.');
  await activate('button', photos.use);
  await expectFocus('textbox', ALT);
  const texts = page.getByLabel(photos.altText);
  await expect(texts.nth(1)).toHaveValue(/./);
  const suggestion = await texts.nth(1).inputValue();
  const moveAnnouncement = expectAnnounced(page, photos.movedTo({ place: 1, of: 2 }));
  await activate('button', photos.moveUp);
  await moveAnnouncement;
  await expectFocus('button', photos.moveUp);
  await expect(texts.first()).toHaveValue(suggestion);
}

async function pinsPlace(page: Page, { press, type, activate, reach, expectFocus }: Keyboard): Promise<void> {
  const region = startingWith(map.pinMapLabel);
  const position = async () =>
    [
      Number(await page.getByLabel(map.latitude).inputValue()),
      Number(await page.getByLabel(map.longitude).inputValue()),
    ] as const;
  await reach('combobox', map.findPlace);
  await type('da lat');
  await expect(page.getByRole('option', { name: 'Đà Lạt' }).first()).toBeVisible();
  await press('Enter');
  await page.waitForFunction(() => {
    const [pin, map] = ['.map-mark-on', '.pin-editor .maplibregl-canvas'].map((each) =>
      document.querySelector(each)?.getBoundingClientRect(),
    );
    return pin && map && Math.abs(pin.x + pin.width / 2 - map.x - map.width / 2) < 9; // the map is where the place is
  });
  await reach('region', region);
  await press('Enter');
  await expectFocus('button', map.newPin);
  const [latitude, longitude] = await position();
  await press('ArrowRight');
  await press('ArrowUp');
  await expect(async () => {
    const [north, east] = await position();
    expect(north).toBeGreaterThan(latitude);
    expect(east).toBeGreaterThan(longitude);
  }).toPass();
  await expectAnnounced(page, beginningOf(map.pinAt({ latitude: '{latitude}', longitude: '{longitude}' })));
  await expectFocus('button', map.newPin);
  for (let step = 0; step < 30; step++) await press('ArrowRight'); // further than the map shows: it follows
  await expectFocus('button', map.newPin);
  await press('Escape');
  await expectFocus('region', region);
  await reach('textbox', map.placeName);
  await press('Control+A');
  await type('A pine wood');
  const pinAnnouncement = expectAnnounced(page, map.pinAdded);
  await activate('button', map.addPin);
  await expect(page.locator('.pin-list li', { hasText: 'A pine wood' })).toBeVisible();
  await pinAnnouncement;
  await expectFocus('button', map.addPin);
}

async function publishes(page: Page, { activate, expectFocus }: Keyboard): Promise<void> {
  const publicationAnnouncement = expectAnnounced(page, posts.published);
  await activate('button', posts.publish);
  await publicationAnnouncement;
  await expectFocus('heading', TITLE);
  await expect(page).toHaveTitle(startingWith(TITLE));
}

async function likesIt(page: Page, { press, activate, reach, expectFocus }: Keyboard): Promise<void> {
  await reach('button', HEART(0));
  const liked = answerTo(page, 'Like');
  await press('Space');
  await expectFocus('button', HEART(1));
  await isPressed(page, true);
  await liked;
  const unliked = answerTo(page, 'Unlike');
  await press('Space');
  await expectFocus('button', HEART(0));
  await unliked;
  const refusalAnnouncement = expectAnnounced(page, beginningOf(likes.couldNotSave({ why: '{why}' })));
  const goOn = await failOperation(page, 'Like');
  await press('Space');
  await refusalAnnouncement;
  await goOn();
  await expectFocus('button', HEART(0));
  await activate('button', likes.likedBy);
  await expectFocus('button', likes.close);
  await press('Escape');
  await expectFocus('button', likes.likedBy);
  await activate('button', ENLARGE);
  await expectFocus('button', gallery.close);
  await press('ArrowRight');
  await expect(page.getByText(gallery.position({ place: 2, count: 2 }))).toBeVisible();
  await press('Escape');
  await expectFocus('button', ENLARGE);
}

async function talks(page: Page, { type, activate, reach, expectFocus }: Keyboard): Promise<void> {
  const commentAnnouncement = expectAnnounced(page, comments.posted);
  await reach('textbox', comments.yourComment);
  await type('Said by hand.');
  await activate('button', comments.comment);
  await commentAnnouncement;
  await expectFocus('button', comments.comment);
  await expect(page.locator('.comment-actions')).toBeVisible();
  await activate('button', comments.edit, { back: true });
  await expectFocus('textbox', comments.yourComment);
  await type(' And changed.');
  await activate('button', comments.save);
  await expect(page.locator('.comment-body', { hasText: 'And changed.' })).toBeVisible();
  await expectFocus('button', comments.edit);
  await activate('button', comments.reply, { back: true });
  await expectFocus('textbox', comments.yourReply);
  await type('Answered by hand.');
  await activate('button', comments.reply);
  await expect(page.locator('.comment-replies .comment-body', { hasText: 'Answered by hand.' })).toBeVisible();
  await expectFocus('button', comments.reply);
}

async function looksAround(page: Page, { press, type, activate, reach, expectFocus }: Keyboard): Promise<void> {
  const places = page.locator('.atlas-list[aria-busy=false] .map-place');
  const waitForMove = (isThere: (search: Record<string, string>) => boolean) =>
    page.waitForURL(({ searchParams }) => isThere(Object.fromEntries(searchParams)));
  const parameter = (name: string) => Number(new URL(page.url()).searchParams.get(name));
  // A browser scrolls there smoothly, and would scroll on past what has the focus meanwhile; an answer that has just
  // come may scroll back to what it gives the focus.
  await expect(async () => {
    await press('Control+Home');
    await expect.poll(() => page.evaluate(() => scrollY), { timeout: 2000 }).toBe(0);
  }).toPass({ timeout: 60_000 });
  await activate('link', app.map, { back: true });
  await expectFocus('heading', map.map);
  await expect(places.first()).toBeVisible();
  await reach('region', startingWith(map.mapLabel));
  await waitForMove(({ z }) => z !== undefined);
  const zoom = parameter('z');
  await press('+');
  await waitForMove(({ z }) => Number(z) > zoom + 0.5);
  const longitude = parameter('lng');
  await press('ArrowRight');
  await waitForMove(({ lng }) => Number(lng) > longitude);
  await reach('button', /.+/); // a mark on the map, or its zoom
  await activate('link', map.skipMap, { back: true });
  await expectFocus('heading', /^\d+ /);
  await activate('button', map.zoomToWorld);
  await expect(places.first()).toBeVisible();
  await reach('textbox', map.tag);
  await type('food');
  await press('Enter');
  await waitForMove(({ tag }) => tag === 'food');
  await activate('button', map.clearFilters);
  await expectFocus('textbox', map.tag);
  await expect(places.first()).toBeVisible();
  await reach('link', /.+/);
  const place = await page.locator(':focus').innerText();
  await press('Enter');
  await page.waitForURL(/\/posts\//);
  await expectFocus('heading', /.+/);
  await page.goBack();
  await page.waitForURL(/\/map/);
  await expect(page.locator(':focus'), 'going back leads to the place she left by').toHaveText(place, {
    useInnerText: true,
  });
}

async function follows(page: Page, { press, type, activate, reach, expectFocus }: Keyboard): Promise<void> {
  await activate('link', app.search, { back: true });
  await expectFocus('heading', search.title);
  await reach('textbox', search.tag);
  await type('india');
  await press('Enter');
  await expect(page.getByRole('heading', { name: '#india' })).toBeVisible();
  await expect(page.locator('.card h2 a').first()).toBeVisible();
  await expectFocus('textbox', search.tag);
  const link = page.locator('.card-by a:not([href$="/ada"])').first();
  const author = (await link.innerText()).split('\n').at(-1)?.trim() ?? '';
  // With their initials where they have no picture; the links of videos end with a name, too.
  await activate('link', new RegExp(`^(\\S{1,2}\\s*)?${escape(author)}$`));
  await page.waitForURL(/\/people\//);
  await expectFocus('heading', author);
  await reach('button', new RegExp(`^(${users.follow}|${users.following})$`));
  const button = page.locator('.person-head button[aria-pressed]:focus');
  const wasFollowed = (await button.getAttribute('aria-pressed')) === 'true';
  for (const isFollowed of [!wasFollowed, wasFollowed]) {
    const answer = answerTo(page, isFollowed ? 'Follow' : 'Unfollow');
    await press('Space');
    await expect(button).toHaveAttribute('aria-pressed', String(isFollowed));
    await answer;
  }
}

async function readsNotifications(page: Page, { press, activate, reach, expectFocus }: Keyboard): Promise<void> {
  await activate('link', startingWith(notifications.title), { back: true });
  await expectFocus('heading', notifications.title);
  await expect(page.locator('.notification').first()).toBeVisible();
  await activate('button', notifications.unread);
  await expect(page.locator('.notifications-which [aria-pressed=true]')).toHaveText(notifications.unread);
  await expect(page.getByRole('button', { name: notifications.markRead }).first()).toBeVisible();
  await reach('button', notifications.markRead);
  await press('Enter');
  await expectFocus(/^(link|button)$/, /.+/);
}

async function changesArticles(page: Page, { press, activate, reach, expectFocus }: Keyboard): Promise<void> {
  await activate('link', app.profile, { back: true });
  await expectFocus('heading', nameOf('ada'));
  const choice = posts.select({ title: TITLE });
  const selectionAnnouncement = expectAnnounced(page, posts.selected({ count: 1 }));
  await reach('checkbox', choice);
  await press('Space');
  await selectionAnnouncement;
  await activate('button', posts.unpublish, { back: true });
  await expectFocus('button', shared.cancel);
  await activate('button', posts.unpublishSelected({ count: 1 }));
  await expectAnnounced(page, posts.updated({ count: 1 }));
  await expectFocus('status', '');
  await reach('checkbox', choice);
  await press('Space');
  await activate('button', posts.delete, { back: true });
  await expectFocus('button', shared.cancel);
  await press('Escape');
  await expectFocus('button', posts.delete);
  await press('Enter');
  await expectFocus('button', shared.cancel);
  await activate('button', posts.deleteSelected({ count: 1 }));
  await expect(page.getByLabel(choice)).toBeHidden();
}

async function keepsHerProfile(page: Page, { press, type, activate, reach, expectFocus }: Keyboard): Promise<void> {
  const about = page.getByLabel(profile.about);
  const bio = await about.inputValue();
  for (const text of [`${bio} Hello.`, bio]) {
    await reach('textbox', profile.about, { back: text === bio });
    await press('Control+A');
    await press('Delete');
    await type(text);
    const saved = answerTo(page, 'UpdateProfile');
    await activate('button', profile.save);
    await saved;
    await expectFocus('button', profile.save);
  }
  await reach('combobox', app.language);
  await press('ArrowDown');
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
  await expectFocus('combobox', appInVietnamese.language);
  await press('ArrowUp');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await activate('button', profile.signOut, { back: true });
  await expectFocus('heading', posts.homeTitle);
  await expect(page.getByRole('link', { name: app.signIn })).toBeVisible();
}

test('everything is done by keyboard, and the focus is always seen', async ({ open }) => {
  const page = await open({ viewport: { width: 1280, height: 800 } });
  const keyboard = await Keyboard.of(page);

  await test.step('past the bar by its skip link; signed in, after a wrong password', () => signsIn(page, keyboard));
  await test.step('photos are chosen, announced, and watched until they are live', () => writes(page, keyboard));
  await test.step('one photo is described, the AI’s description is taken for the other, and it is put first', () =>
    describesPhotos(page, keyboard));
  await test.step('a place is found by its name, pinned on the map and moved with the arrow keys', () =>
    pinsPlace(page, keyboard));
  await test.step('it is published, and read', () => publishes(page, keyboard));
  await test.step('liked, and no longer; a refusal is said; dialogs give the focus back', () =>
    likesIt(page, keyboard));
  await test.step('a comment is written, changed and answered, and the focus comes back each time', () =>
    talks(page, keyboard));
  await test.step('the map is moved and zoomed, its list walked; going back leads to where she left', () =>
    looksAround(page, keyboard));
  await test.step('somebody is found, followed and followed no longer', () => follows(page, keyboard));
  await test.step('notifications are read', () => readsNotifications(page, keyboard));
  await test.step('an article is taken back, and deleted only after a question that Escape leaves', () =>
    changesArticles(page, keyboard));
  await test.step('the profile is saved, the language changed and changed back; signed out', () =>
    keepsHerProfile(page, keyboard));
  expect([...keyboard.defects], 'at every press the focus is in view, uncovered, marked and named').toEqual([]);
});
