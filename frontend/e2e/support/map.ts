// The map as people read it: what it draws, counts and lists, and the view that its address holds.
import { expect, type Page } from '@playwright/test';

interface Seen {
  /** How many places the marks on the map stand for, the title names, and the list has. */
  drawn: number;
  counted: number;
  listed: string[];
}

/** Wait until the map and its list rest and agree, and return what they show. */
export async function expectAgreement(page: Page): Promise<Seen> {
  let seen: Seen = { drawn: 0, counted: 0, listed: [] };
  await expect(async () => {
    await expect(page.locator('.atlas-list')).toHaveAttribute('aria-busy', 'false');
    seen = await page.evaluate(() => {
      const clusters = [...document.querySelectorAll<HTMLElement>('.map-cluster')].map(({ dataset }) =>
        Number(dataset.count),
      );
      return {
        drawn: clusters.reduce((sum, count) => sum + count, document.querySelectorAll('.map-pin').length),
        counted: Number.parseInt(document.querySelector('#atlas-title')?.textContent ?? '', 10) || 0,
        listed: [...document.querySelectorAll('.map-list strong')].map(({ textContent }) => textContent),
      };
    });
    expect(seen).toMatchObject({ drawn: seen.counted, listed: { length: seen.counted } });
  }).toPass();
  return seen;
}

/** Open the map there, and wait until it is drawn. */
export async function openMap(page: Page, query = ''): Promise<void> {
  await page.goto(`/map?${query}`);
  await expect(page.locator('.maplibregl-canvas')).toBeVisible();
}

export const waitForSearch = (page: Page, isThere: (search: Record<string, string>) => boolean) =>
  page.waitForURL(({ searchParams }) => isThere(Object.fromEntries(searchParams)));
