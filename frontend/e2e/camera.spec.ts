// Ada goes live with the camera of her device, Chromium's fake one; Béla sees its picture move, and she ends it.
import type { Locator } from '@playwright/test';
import config from '../playwright.config';
import { findBrokenRules, findUnfit } from './support/standards';
import { expect, test, unique } from './support/test';
import { words } from './support/words';

const { camera, streams } = words;

test.use({
  launchOptions: {
    ...config.use?.launchOptions,
    args: [
      ...(config.use?.launchOptions?.args ?? []),
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  },
});

/** What a video shows, as numbers that differ where its pictures do. */
const readPicture = (video: Locator) =>
  video.evaluate((element: HTMLVideoElement) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [64, 36];
    const context = canvas.getContext('2d');
    context?.drawImage(element, 0, 0, canvas.width, canvas.height);
    return [...(context?.getImageData(0, 0, canvas.width, canvas.height).data ?? [])].join();
  });

test('a camera goes live, is watched, and ends', async ({ open }) => {
  const [ada, bela] = [await open({ as: 'ada', reducedMotion: 'reduce' }), await open({ as: 'bela' })];
  const title = unique('From the window');
  const own = ada.locator('.own-video', { hasText: title });
  const panel = ada.locator('.camera');
  const goLive = panel.getByRole('button', { name: camera.goLive });
  const video = bela.locator('video');

  await test.step('she announces a livestream, and opens her camera for it', async () => {
    await ada.goto('/studio');
    await ada.getByLabel(streams.title).fill(title);
    await ada.getByRole('button', { name: streams.create }).press('Enter');
    await own.getByRole('button', { name: streams.useCamera }).press('Enter');
    await expect(panel.getByText(camera.ready)).toBeVisible();
    await expect(panel.getByLabel(camera.microphone).locator('option')).not.toHaveCount(0);
    expect(await panel.locator('video').evaluate(({ muted }: HTMLVideoElement) => muted)).toBe(true);
    expect(await findBrokenRules(ada)).toEqual([]);
    expect(await findUnfit(ada)).toEqual([]);
  });

  await test.step('she goes live', async () => {
    await bela.goto((await own.getByRole('link', { name: title }).getAttribute('href')) ?? '');
    await goLive.press('Enter');
    const question = ada.getByRole('dialog', { name: camera.goLiveQuestion });
    // Another journey got a key, which this ends.
    if (await question.isVisible()) await question.getByRole('button', { name: camera.goLive }).press('Enter');
    await expect(panel.getByText(camera.live)).toBeVisible();
  });

  await test.step('he sees the picture move', async () => {
    await expect.poll(() => video.evaluate(({ currentTime }: HTMLVideoElement) => currentTime)).toBeGreaterThan(0.5);
    const seen = await readPicture(video);
    await expect.poll(() => readPicture(video)).not.toBe(seen);
    await expect(own).toContainText(streams.LIVE);
  });

  await test.step('she is asked before she leaves, and ends it', async () => {
    ada.once('dialog', (question) => void question.dismiss());
    await own.getByRole('link', { name: title }).press('Enter');
    await expect(panel.getByText(camera.live)).toBeVisible();
    await panel.getByRole('button', { name: camera.end }).press('Enter');
    await ada.getByRole('dialog').getByRole('button', { name: camera.end }).press('Enter');
    await expect(panel).toHaveCount(0);
    await expect(own).toContainText(streams.ENDED);
    await expect(bela.locator('.stream-state')).toHaveText(streams.ENDED);
  });
});
