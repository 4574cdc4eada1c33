// Ada hears how a voice reads a paragraph of her article, then reads it aloud herself, into Chromium's fake microphone,
// which plays a spoken file once; she sees what was heard, listens again, and deletes it for good, on her phone, in
// Vietnamese. A guest listens to the article.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import config from '../playwright.config';
import { vi } from '../src/features/learning/speaking/messages/vi';
import { createPost, deletePost, publishPost } from './support/api';
import { writeSpeech } from './support/clips';
import { findBrokenRules, findUnfit } from './support/standards';
import { expect, test, unique } from './support/test';
import { words } from './support/words';

const { narrations, speaking } = words;
const PARAGRAPH =
  '**The old bridge** crosses the river at its [narrowest place](https://bridge.example). The saddle hangs there.';
const SAID = 'The old bridge, um, bridge crosses the river at its narrowest place. The candle hangs there.';
const SPOKEN_FILE = join(mkdtempSync(join(tmpdir(), 'speech-')), 'speech.wav');

test.use({
  launchOptions: {
    ...config.use?.launchOptions,
    args: [
      ...(config.use?.launchOptions?.args ?? []),
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${SPOKEN_FILE}%noloop`,
    ],
  },
});

const getPanel = (page: Page) => page.getByRole('region', { name: speaking.title });
const getResult = (page: Page) => page.getByRole('region', { name: speaking.result });
const isPlaying = (sound: Locator) => sound.evaluate((audio: HTMLAudioElement) => !audio.paused);

/** Wait until the meter was loud, and then for a second quiet: until the file has been spoken. */
async function waitForSilence(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let quietSince: number | null = null;
        const look = (now: number) => {
          const level = document.querySelector('meter')?.value ?? 0;
          if (level > 0.4) quietSince = now;
          if (quietSince !== null && now - quietSince > 1500) resolve();
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
  );
}

test('a paragraph is read aloud, heard, listened to again and deleted for good', async ({ open }) => {
  await writeSpeech(SPOKEN_FILE, SAID);
  const ada = await open({ as: 'ada', reducedMotion: 'reduce' });
  await ada.goto('/');
  const id = await createPost(ada, { title: unique('The bridge'), body: `Hi.\n\n${PARAGRAPH}` });
  await publishPost(ada, id);
  await ada.goto(`/posts/${id}`);
  await ada.getByText(speaking.title, { exact: true }).press('Enter');
  const panel = getPanel(ada);
  const record = panel.getByRole('button', { name: speaking.record, exact: true });

  await test.step('a voice reads the paragraph first, once the article was read aloud', async () => {
    await panel.getByRole('button', { name: narrations.model }).press('Enter');
    const model = panel.locator('audio');
    await expect.poll(() => model.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(1);
    await expect.poll(() => isPlaying(model)).toBe(false);
    await expect(panel.getByRole('button', { name: narrations.model })).toBeVisible();
    expect(await findBrokenRules(ada)).toEqual([]);
  });

  await test.step('a guest listens to the whole article, on a phone in the dark', async () => {
    const guest = await open({ colorScheme: 'dark', viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
    await guest.goto(`/posts/${id}`);
    await guest.getByText(narrations.title, { exact: true }).press('Enter');
    const player = guest.getByLabel(narrations.player);
    await expect(player).toBeVisible();
    await player.evaluate((audio: HTMLAudioElement) => audio.play());
    await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(0);
    expect(await findBrokenRules(guest)).toEqual([]);
    expect(await findUnfit(guest)).toEqual([]);
    await guest.close();
  });

  await test.step('nothing is recorded before she agrees', async () => {
    await expect(panel.getByText('The old bridge crosses the river at its narrowest place.').last()).toBeVisible();
    await expect(record).toBeDisabled();
    await panel.getByLabel(speaking.consent).press('Space');
    await expect(record).toBeEnabled();
  });

  await test.step('by keyboard, while the level shows her voice', async () => {
    await record.press('Enter');
    const stop = panel.getByRole('button', { name: speaking.stop });
    await expect(stop).toBeFocused();
    await waitForSilence(ada);
    await stop.press('Enter');
    const own = panel.getByLabel(speaking.yourRecording);
    await own.evaluate((audio: HTMLAudioElement) => audio.play());
    await expect.poll(() => own.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(0);
    await own.evaluate((audio: HTMLAudioElement) => {
      audio.pause();
    });
    expect(await findBrokenRules(ada)).toEqual([]);
  });

  await test.step('what was heard comes without a reload', async () => {
    await panel.getByRole('button', { name: speaking.send }).press('Enter');
    await expect(panel.getByRole('list', { name: speaking.steps })).toBeVisible();
    const misread = `saddle candle: ${speaking.MISREAD}`;
    await expect(getResult(ada).getByRole('button', { name: misread })).toBeVisible();
    await expect(getResult(ada).locator('.spoken-FILLER').first()).toBeVisible();
    await expect(getResult(ada).getByText(/\d+ words a minute/)).toBeVisible();
    expect(await getResult(ada).getByRole('toolbar').textContent()).toContain('place. The ');
    expect(await findBrokenRules(ada)).toEqual([]);
    expect(await findUnfit(ada)).toEqual([]);
  });

  await test.step('each word can be listened to, by keyboard too', async () => {
    const all = getResult(ada).getByLabel(speaking.listen);
    await expect(all).toBeVisible();
    await getResult(ada).getByRole('button', { name: 'old', exact: true }).click();
    await expect.poll(() => all.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(0);
    await expect.poll(() => isPlaying(all)).toBe(false);
    await ada.keyboard.press('End');
    await expect(getResult(ada).getByRole('button', { name: 'there', exact: true })).toBeFocused();
    const before = await all.evaluate((audio: HTMLAudioElement) => audio.currentTime);
    await ada.keyboard.press('Enter');
    await expect.poll(() => all.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(before);
  });

  await test.step('on her phone, in Vietnamese and in the dark, it is found again and deleted for good', async () => {
    const phone = await open({
      as: 'ada',
      locale: 'vi-VN',
      colorScheme: 'dark',
      viewport: { width: 390, height: 844 },
      reducedMotion: 'reduce',
    });
    await phone.goto(`/posts/${id}`);
    await phone.getByText(vi.title, { exact: true }).click();
    await phone.getByText(vi.earlier).click();
    await phone.locator('.readings button').click();
    await expect(phone.getByRole('region', { name: vi.result })).toBeVisible();
    await phone.getByRole('button', { name: vi.delete }).click();
    await phone.getByRole('dialog').getByRole('button', { name: vi.delete }).click();
    await expect(phone.getByText(vi.deleted)).toBeVisible();
    await expect(phone.locator('.readings')).toHaveCount(0);
    await phone.reload();
    await phone.getByText(vi.title, { exact: true }).click();
    await expect(phone.getByLabel(vi.consent)).toBeVisible();
    await expect(phone.getByText(vi.earlier)).toHaveCount(0);
  });
  await deletePost(ada, id);
});
