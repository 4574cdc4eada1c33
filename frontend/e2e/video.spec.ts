// Ada uploads a video in two sittings and follows it until it plays; Béla watches it and comments; what is no video, or may not be shown, is refused.
import type { Page, Route } from '@playwright/test';
import { createPost, deletePost, publishPost } from './support/api';
import { LETTER, writeClip, writeRefusedClip, writeSpokenClip } from './support/clips';
import { Keyboard } from './support/keyboard';
import { findBrokenRules } from './support/standards';
import { expect, test, unique } from './support/test';
import { startingWith, words } from './support/words';

const { captions, channels, comments, map, player, posts, videos } = words;
const MIB = 1024 * 1024;

/** What a page's progress bars of encoding showed, in order. */
async function noteProgress(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate((name) => {
    const shown: number[] = [];
    Object.assign(window, { shown });
    new MutationObserver(() => {
      const bar = document.querySelector<HTMLProgressElement>(`progress[aria-label="${name}"]`);
      if (bar && shown.at(-1) !== bar.value) shown.push(bar.value);
    }).observe(document.body, { attributes: true, childList: true, subtree: true });
  }, videos.ENCODED);
  return () => page.evaluate(() => (window as unknown as { shown: number[] }).shown);
}

async function upload(page: Page, file: string | typeof LETTER, title: string): Promise<void> {
  await page.goto('/videos/upload');
  await page.getByLabel(videos.file, { exact: true }).setInputFiles(file);
  // The form of a channel further down has a title, too.
  await page.getByLabel(videos.title, { exact: true }).first().fill(title);
  await page.getByRole('button', { name: videos.start }).click();
}

/** Let a page load the first seconds of a video only: what follows waits until it is let go. */
async function holdPicture(page: Page): Promise<{ held: Route[]; release: () => void }> {
  const held: Route[] = [];
  let passed = 0;
  let isOpen = false;
  await page.route(/\.cmfv(\?|$)/, (route) => (isOpen || passed++ < 2 ? route.continue() : held.push(route)));
  const release = () => {
    isOpen = true;
    for (const route of held) void route.continue().catch(() => undefined); // one that the player gave up
  };
  return { held, release };
}

/** What a page reads of media from the site, and what it is answered. */
function noteMediaRequests(page: Page): { url: string; status: number }[] {
  const requests: { url: string; status: number }[] = [];
  page.on('response', (response) => {
    if (new URL(response.url()).pathname.startsWith('/media/'))
      requests.push({ url: response.url(), status: response.status() });
  });
  return requests;
}

test('a video is uploaded in two sittings, followed, watched and commented on', async ({ ada, bela }) => {
  const title = unique('Turned by a quarter');
  const file = test.info().outputPath('turned.mp4');
  await writeClip(file, 12 * MIB);
  const own = ada.locator('.own-video', { hasText: title });
  const video = ada.locator('video');
  const handle = `ada_${Date.now().toString(36)}`;
  const read = <K extends keyof HTMLVideoElement>(property: K) =>
    video.evaluate((element: HTMLVideoElement, name) => element[name as K], property);

  await test.step('the page is left before all parts have arrived', async () => {
    let parts = 0;
    await ada.route(/partNumber=/, (route) => (parts++ ? route.abort() : route.continue()));
    await upload(ada, file, title);
    await expect(ada.getByRole('alert')).toContainText(videos.connectionLost);
    await ada.unrouteAll({ behavior: 'wait' });
  });

  await test.step('the same file continues with the parts that are missing', async () => {
    const sent: string[] = [];
    ada.on('request', (request) => (request.method() === 'PUT' ? sent.push(request.url()) : undefined));
    await ada.reload();
    await own.locator('input[type=file]').setInputFiles(file);
    await expect(own.locator('.step-done').first()).toBeVisible();
    expect(sent).toHaveLength(2);
  });

  await test.step('its steps and a rising share are shown without a reload', async () => {
    const readProgress = await noteProgress(ada);
    await expect(own.locator('.steps')).toBeHidden();
    const progress = await readProgress();
    expect(progress).not.toEqual([]);
    expect(progress).toEqual(progress.toSorted((one, other) => one - other));
    expect(Math.max(...progress)).toBeLessThan(100);
  });

  await test.step('it plays upright by hls.js, to its end, by cookies for its folder', async () => {
    const requests = noteMediaRequests(ada);
    await own.getByRole('link', { name: title }).click();
    // Pressed as soon as it is there: what plays it may not be loaded by then.
    await ada.getByRole('button', { name: player.play, exact: true }).click();
    await expect.poll(() => read('currentTime')).toBeGreaterThan(0.5);
    expect(await read('currentSrc')).toMatch(/^blob:/);
    expect(await read('videoHeight')).toBeGreaterThan(await read('videoWidth'));
    await expect.poll(() => read('ended')).toBe(true);
    expect(requests.some(({ url }) => url.endsWith('.cmfv'))).toBe(true);
    expect(requests.filter(({ url, status }) => url.includes('?') || status >= 400)).toEqual([]);
    expect(await ada.evaluate(() => document.cookie)).not.toContain('CloudFront');
  });

  await test.step('it plays by its query where the browser takes no cookies', async () => {
    await ada.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'cookieEnabled', { get: () => !location.hash }),
    );
    await ada.context().clearCookies();
    const requests = noteMediaRequests(ada);
    await ada.goto(`${ada.url()}#without-cookies`);
    await ada.reload();
    await ada.getByRole('button', { name: player.play, exact: true }).click();
    await expect.poll(() => read('ended')).toBe(true);
    const film = requests.filter(({ url }) => url.includes('.cmfv'));
    expect(film.length).toBeGreaterThan(0);
    expect(film.every(({ url, status }) => url.includes('Signature=') && status < 400)).toBe(true);
  });

  await test.step('its owner gives it other words, chapters and readers', async () => {
    const edit = ada.locator('.edit-video');
    const form = edit.locator('form');
    await edit.getByText(videos.edit, { exact: true }).click();
    await form.getByLabel(videos.chaptersByLine).fill('The turn');
    await form.getByRole('button', { name: videos.save }).click();
    await expect(form.getByRole('alert')).toHaveText(videos.wrongChapters);
    await form.getByLabel(videos.description).fill('Held upright.');
    await form.getByLabel(videos.chaptersByLine).fill('0:00 The turn\n0:01 The end');
    await form.getByLabel(videos.audience).selectOption('AUTHOR');
    await form.getByRole('button', { name: videos.save }).click();
    await expect(ada.getByText(videos.onlyYou)).toBeVisible();
    await expect(ada.locator('.video-text')).toHaveText('Held upright.');
    await ada.getByRole('button', { name: /The end$/ }).click();
    await expect.poll(() => read('currentTime')).toBe(1);
  });

  await test.step('it is on her channel, whose subscribers hear of it once they may watch it', async () => {
    await ada.goto('/videos/upload');
    await ada.locator('summary', { hasText: channels.create }).click();
    const form = ada.locator('.edit-video form');
    await form.getByLabel(channels.handle, { exact: true }).fill(handle);
    await form.getByLabel(channels.title, { exact: true }).fill('Ada turns');
    await form.getByRole('button', { name: channels.create }).click();
    await ada.getByRole('link', { name: 'Ada turns' }).click();
    await expect(ada.getByRole('link', { name: title })).toBeVisible();

    await bela.goto(`/channels/${handle}`);
    await bela.getByRole('button', { name: channels.subscribe, exact: true }).click();
    await expect(bela.getByText(channels.subscribers({ count: 1 }))).toBeVisible();
    await bela.getByRole('button', { name: channels.bell }).press('Enter');
    await expect(bela.getByRole('button', { name: channels.bell })).toHaveAttribute('aria-pressed', 'true');

    await ada.getByRole('link', { name: title }).click();
    await ada.locator('.edit-video').getByText(videos.edit, { exact: true }).click();
    await ada.locator('.edit-video form').getByLabel(videos.audience).selectOption('PUBLIC');
    await ada.locator('.edit-video form').getByRole('button', { name: videos.save }).click();
    await expect(ada.getByText(videos.onlyYou)).toBeHidden();
  });

  await test.step('somebody else finds it and comments, and its owner sees that at once', async () => {
    await bela.goto('/notifications');
    await bela.getByRole('link', { name: startingWith('Ada turns') }).click();
    await expect(bela.locator('video')).toBeVisible();
    await bela.goto('/videos?scope=subscribed');
    await bela.getByRole('link', { name: title }).click();
    await expect(bela.locator('video')).toBeVisible();
    await bela.getByLabel(comments.yourComment).fill('You held it the right way.');
    await bela.getByRole('button', { name: comments.comment, exact: true }).click();
    await expect(ada.getByText('You held it the right way.')).toBeVisible();
  });

  await test.step('who watches is counted once, its owner never', async () => {
    await expect(bela.getByText(videos.views({ count: 0 }))).toBeVisible();
    await bela.getByRole('button', { name: player.play, exact: true }).click();
    await expect(bela.getByText(videos.views({ count: 1 }))).toBeVisible();
  });

  await test.step('as it becomes private, its owner plays on, and who may not watch it any more reads so', async () => {
    const [atAda, atBela] = [await holdPicture(ada), await holdPicture(bela)];
    for (const [page, { held }] of [[ada, atAda] as const, [bela, atBela] as const]) {
      await page.reload();
      await page.getByRole('button', { name: player.play, exact: true }).click();
      await expect.poll(() => held.length).toBeGreaterThan(0);
    }
    const address = atBela.held[0]?.request().url() ?? '';
    const askBucket = async () => (await bela.request.get(address)).status();
    expect(await askBucket()).toBe(200);

    await ada.locator('.edit-video').getByText(videos.edit, { exact: true }).click();
    await ada.locator('.edit-video form').getByLabel(videos.audience).selectOption('AUTHOR');
    await ada.locator('.edit-video form').getByRole('button', { name: videos.save }).click();
    await expect.poll(askBucket).toBeGreaterThanOrEqual(400);
    atAda.release();
    atBela.release();

    await expect(bela.getByRole('heading', { name: videos.lost })).toBeVisible();
    await expect(bela.locator('video')).toBeHidden();
    await expect.poll(() => read('ended')).toBe(true);
  });
});

test('what is said in a video is shown over it, and its lines are places to jump to', async ({ ada, bela }) => {
  const title = unique('Lighthouse');
  const file = test.info().outputPath('spoken.mp4');
  await writeSpokenClip(file);
  const own = ada.locator('.own-video', { hasText: title });
  const transcript = ada.locator('.transcript');
  const line = transcript.getByRole('button', { name: /lighthouse/i });

  await test.step('captions come to the open page after the video is live', async () => {
    await upload(ada, file, title);
    await expect(own.locator('.steps')).toBeHidden();
    await own.getByRole('link', { name: title }).click();
    await expect(ada.locator('video')).toBeVisible();
    await expect(transcript).toBeVisible();
  });

  await test.step('by keyboard, a line is jumped to and its words are shown', async () => {
    // Until its length is known, a video cannot be anywhere else than at its beginning.
    await expect
      .poll(() => ada.locator('video').evaluate(({ duration }: HTMLVideoElement) => duration))
      .toBeGreaterThan(1);
    await transcript.locator('summary').press('Enter');
    await line.press('Enter');
    await ada.getByRole('button', { name: player.captions, exact: true }).press('Enter');
    await expect(ada.locator('.player-cue')).toContainText(/lighthouse/i);
    await expect(line).toHaveAttribute('aria-current', 'true');
  });

  await test.step('its owner corrects a line, and everybody reads it so', async () => {
    const editor = ada.locator('.edit-captions');
    await ada.locator('summary', { hasText: captions.captions }).click();
    const end = editor.getByLabel(captions.lineEnd({ number: 1 }));
    const right = await end.inputValue();
    await end.fill('0:00.000');
    await editor.getByRole('button', { name: captions.save }).click();
    await expect(editor.getByRole('alert')).toHaveText(captions.wrongLineOrder({ number: 1 }));
    await end.fill(right);
    await ada.emulateMedia({ reducedMotion: 'reduce' });
    expect(await findBrokenRules(ada)).toEqual([]);
    await editor.getByLabel(captions.lineText({ number: 1 })).fill('Keep the <lighthouse> in sight.');
    await editor.getByRole('button', { name: captions.save }).click();
    await expect(transcript.getByRole('button', { name: 'Keep the <lighthouse> in sight.' })).toBeVisible();
    await expect(transcript).not.toContainText(player.transcriptNote);
    const [file] = await Promise.all([
      ada.waitForEvent('download'),
      editor.getByRole('button', { name: captions.downloadCaptions }).click(),
    ]);
    await editor.getByLabel(captions.lineText({ number: 1 })).fill('Lost');
    await editor.getByLabel(captions.captionFile).setInputFiles(await file.path());
    await expect(editor.getByLabel(captions.lineText({ number: 1 }))).toHaveValue('Keep the <lighthouse> in sight.');
  });

  await test.step('its owner pins it to a place, and takes the pin off again', async () => {
    const editor = ada.locator('.pin-editor');
    await ada.locator('summary', { hasText: map.pinPlaces }).click();
    await editor.getByLabel(map.placeName, { exact: true }).fill('Lindau');
    await editor.getByLabel(map.latitude, { exact: true }).fill('47.54');
    await editor.getByLabel(map.longitude, { exact: true }).fill('9.68');
    await editor.getByRole('button', { name: map.addPin }).click();
    await expect(editor.locator('.pin-list')).toContainText('Lindau');
    const places = ada.locator('summary', { hasText: map.pinPlaces });
    await places.click();
    await expect(ada.locator('.article-places')).toContainText('Lindau');
    await places.click();
    await editor.getByRole('button', { name: map.removePlace({ place: 'Lindau' }) }).click();
    await expect(editor.locator('.pin-list')).not.toContainText('Lindau');
  });

  await test.step('a search finds it by its tag', async () => {
    const tag = `lamp-${Date.now().toString(36)}`;
    const form = ada.locator('.edit-video form').first();
    await ada.locator('.edit-video').getByText(videos.edit, { exact: true }).click();
    await form.getByLabel(videos.tags).fill(tag);
    await form.getByRole('button', { name: videos.save }).click();
    await ada.getByRole('link', { name: `#${tag}` }).click();
    await ada.waitForURL(/\/search/);
    // The row that leads from the tag to the video is written a moment later.
    await expect(async () => {
      await ada.reload();
      await expect(ada.getByRole('link', { name: title })).toBeVisible({ timeout: 2000 });
    }).toPass();
    await ada.getByRole('link', { name: title }).click();
    await ada.waitForURL(/\/videos\//);
  });

  await test.step('its owner adds it to an article, where others watch it', async () => {
    const address = ada.url();
    const id = await createPost(ada, { title: unique('By the lake'), body: 'A lamp.' });
    await ada.goto(`/write/${id}`);
    await ada.locator('summary', { hasText: videos.addToStory }).press('Enter');
    await ada.getByRole('button', { name: videos.addVideo({ title }) }).press('Enter');
    await expect(ada.getByLabel(posts.storyInMarkdown)).toHaveValue(`A lamp.\n\n${address}`);
    await expect(ada.getByLabel(posts.storyInMarkdown)).toBeFocused();
    await ada.getByRole('button', { name: posts.preview }).press('Enter');
    await expect(ada.locator('.embedded-video-poster')).toBeVisible();
    await expect(ada.getByText(posts.saved, { exact: true })).toBeVisible();
    await publishPost(ada, id);

    await bela.emulateMedia({ reducedMotion: 'reduce' });
    await bela.goto(`/posts/${id}`);
    const poster = bela.locator('.embedded-video-poster');
    await expect(poster).toBeVisible();
    expect(await findBrokenRules(bela)).toEqual([]);
    await poster.press('Enter');
    await expect
      .poll(() => bela.locator('video').evaluate(({ currentTime }: HTMLVideoElement) => currentTime))
      .toBeGreaterThan(0);
    await expect(bela.locator('video')).toBeFocused();
    await expect(bela.getByRole('link', { name: address })).toBeHidden();
    await deletePost(ada, id);
  });
});

test('a letter that calls itself a video is refused by name', async ({ ada }) => {
  const title = unique('Letter');
  const own = ada.locator('.own-video', { hasText: title });

  await upload(ada, LETTER, title);

  await expect(own.getByRole('alert')).toContainText('The file is damaged, or no video.');
  await expect(own.getByRole('button', { name: videos.retry })).toBeHidden();
});

test('moderation names the second that it refuses, and nobody else learns of the video', async ({ ada, guest }) => {
  const title = unique('Shapes');
  const own = ada.locator('.own-video', { hasText: title });
  const file = test.info().outputPath('shapes.mp4');
  await writeRefusedClip(file);

  await upload(ada, file, title);

  const reason = 'Moderation found content that may not be shown, at 3 s. Upload the video without it.';
  await expect(own.getByRole('alert')).toHaveText(reason);
  await expect(own.getByRole('button', { name: videos.retry })).toBeHidden();
  await own.getByRole('link', { name: title }).click();
  await expect(ada.getByRole('heading', { name: title, level: 1 })).toBeVisible();
  await expect(ada.locator('.steps-box').getByRole('alert')).toHaveText(reason);
  await expect(ada.locator('video')).toBeHidden();
  await guest.goto(ada.url());
  await expect(guest.getByRole('heading', { name: videos.notFound })).toBeVisible();
  await ada.locator('.edit-video').getByText(videos.edit, { exact: true }).click();
  await ada.locator('.edit-video').getByRole('button', { name: videos.remove, exact: true }).click();
  await ada.getByRole('dialog').getByRole('button', { name: videos.remove, exact: true }).click();
  await ada.waitForURL('**/videos/upload');
  await expect(own).toBeHidden();
});

test('a channel is deleted by keyboard, after it was said what goes with it', async ({ open, guest }) => {
  const chidi = await open({ as: 'chidi', reducedMotion: 'reduce' });
  const handle = `chidi_${Date.now().toString(36)}`;
  const { activate, press, defects } = await Keyboard.of(chidi);

  await chidi.goto('/videos/upload');
  await chidi.locator('summary', { hasText: channels.create }).click();
  const form = chidi.locator('.edit-video form');
  await form.getByLabel(channels.handle, { exact: true }).fill(handle);
  await form.getByLabel(channels.title, { exact: true }).fill('Hard to build');
  await form.getByRole('button', { name: channels.create }).click();
  await chidi.getByRole('link', { name: 'Hard to build' }).click();
  await chidi.waitForURL(`**/channels/${handle}`);

  await chidi.locator('summary', { hasText: channels.edit }).click();
  await activate('button', channels.remove);
  await expect(chidi.getByRole('dialog')).toContainText(channels.removeConsequence({ count: 0 }));
  expect(await findBrokenRules(chidi)).toEqual([]);
  await press('Escape');
  const remove = chidi.getByRole('button', { name: channels.remove });
  await expect(remove).toBeFocused();
  await press('Enter');
  await chidi.getByRole('dialog').getByRole('button', { name: channels.remove }).press('Enter');
  await expect(chidi.getByText(channels.removed)).toBeVisible();
  await chidi.waitForURL('**/videos');

  for (const page of [chidi, guest]) {
    await page.goto(`/channels/${handle}`);
    await expect(page.getByText(channels.notFound({ handle }))).toBeVisible();
  }
  expect([...defects]).toEqual([]);
});
