// What every page keeps to, in whatever state: WCAG 2.2 AA by axe, one heading and landmarks, reflow, text spacing, no motion.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };
const ZOOMED = { width: 320, height: 568 }; // 1280 px at 400 %
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** No part of WCAG, and kept to all the same: where things are, in which order. */
const KEPT = [
  'heading-order',
  'page-has-heading-one',
  'landmark-one-main',
  'landmark-unique',
  'region',
  'skip-link',
  'tabindex',
  'empty-heading',
];
// Each width and each scheme once: axe is slow, and no colour here depends on a width.
const LOOKS = [
  [PHONE, 'light'],
  [DESKTOP, 'dark'],
] as const;

/**
 * A pin is drawn where its place is: WCAG 2.5.8 calls that essential, and allows targets that are close to each other.
 * A tab of GraphiQL's holds the button that closes it: theirs to mend (docs/limits.md).
 */
const isLetPass = (id: string, { html }: { html: string }) =>
  (id === 'target-size' && html.includes('map-pin')) || (id === 'nested-interactive' && html.includes('graphiql-tab'));

async function brokenRules(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({
    runOnly: { type: 'tag', values: WCAG },
    rules: Object.fromEntries(KEPT.map((rule) => [rule, { enabled: true }])),
  });
  const { violations } = await axe.analyze();
  return violations
    .map(({ id, nodes }) => ({ id, nodes: nodes.filter((node) => !isLetPass(id, node)) }))
    .filter(({ nodes }) => nodes.length > 0)
    .map(
      ({ id, nodes }) =>
        `${id} at ${nodes
          .map(({ target }) => target.flat().join(' '))
          .slice(0, 3)
          .join(', ')}`,
    );
}

/** What is wider than the window, and which words are cut off by what they stand in; runs in the page. */
function cut(): string[] {
  const wide = document.documentElement.scrollWidth;
  const found = wide > innerWidth ? [`${wide} px wide at ${innerWidth}`] : [];
  const texts = document.createTreeWalker(
    document.querySelector('dialog[open]') ?? document.body,
    NodeFilter.SHOW_TEXT,
  );
  for (let text = texts.nextNode() as Text | null; text; text = texts.nextNode() as Text | null) {
    const element = text.parentElement;
    // Meant for ears only, drawn by a map, or by an editor that scrolls.
    if (
      !element ||
      !text.data.trim() ||
      element.closest(
        '.hidden, .map, .skip, .atlas-skip, .graphiql-container, textarea, select, option, script, style, title',
      ) ||
      !element.checkVisibility()
    )
      continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    for (let box: HTMLElement | null = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      const edge = box.getBoundingClientRect();
      const [isX, isY] = [style.overflowX, style.overflowY].map(
        (overflow) => overflow === 'hidden' || overflow === 'clip',
      );
      if (style.textOverflow === 'ellipsis' || style.clipPath !== 'none') break; // shortened, or meant for ears only
      if (
        (isX && (left < edge.left - 1 || right > edge.right + 1)) ||
        (isY && (top < edge.top - 2 || bottom > edge.bottom + 2))
      )
        found.push(`“${text.data.trim().slice(0, 30)}” is cut by ${box.className || box.tagName}`);
      if (style.overflowX === 'auto' || style.overflowY === 'auto' || style.position === 'fixed') break;
    }
  }
  return found;
}

/** Space texts as WCAG 1.4.12 says, or no longer; runs in the page, whose policy lets no style element in. */
function space(isWide: boolean): void {
  const sheet = new CSSStyleSheet();
  if (isWide)
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-block-end: 2em !important; }',
    );
  document.adoptedStyleSheets = [sheet];
}

/** What moves for somebody who asked for no motion; runs in the page. */
function moving(): string[] {
  const still = 1; // ms: events of their end are still told
  const styled: string[] = [];
  const running = document
    .getAnimations()
    .filter(
      ({ effect, playState }) => playState === 'running' && Number(effect?.getComputedTiming().activeDuration) > still,
    );
  for (const element of document.querySelectorAll('body *')) {
    const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
    const longest = Math.max(
      ...`${transitionDuration}, ${animationName === 'none' ? '0s' : animationDuration}`
        .split(', ')
        .map((each) => Number.parseFloat(each) * (each.endsWith('ms') ? 1 : 1000)),
    );
    if (longest > still) styled.push(`${element.className || element.tagName} moves for ${longest} ms`);
  }
  return [
    ...running.map(({ effect }) => `${(effect as KeyframeEffect).target?.className ?? ''} is moving`),
    ...new Set(styled),
  ];
}

/** Wait until the page is drawn again, and what fades has faded; runs in the page. */
async function settle(): Promise<void> {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  await Promise.allSettled(
    document
      .getAnimations()
      .filter(({ effect }) => Number(effect?.getComputedTiming().endTime) < Infinity)
      .map(({ finished }) => finished),
  );
}

/** Return what a page breaks in both colour schemes, on a phone and on a desktop; `draw` waits until it is drawn in another scheme. */
export async function findBrokenRules(
  page: Page,
  draw: (page: Page) => Promise<void> = (each) => each.evaluate(settle),
): Promise<string[]> {
  const wrong: string[] = [];
  for (const [viewport, colorScheme] of LOOKS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await page.evaluate(() => scrollTo(0, 0)); // what lies under the head until one scrolls is no small target
    await draw(page);
    wrong.push(...(await brokenRules(page)).map((each) => `${each}, ${colorScheme} at ${viewport.width}`));
  }
  return [...wrong, ...(await page.evaluate(moving))];
}

/** Return what does not fit: on a phone, there with widely spaced text, and zoomed in to 400 %. */
export async function findUnfit(page: Page): Promise<string[]> {
  const wrong: string[] = [];
  for (const viewport of [PHONE, ZOOMED]) {
    await page.setViewportSize(viewport);
    for (const isWide of viewport === PHONE ? [false, true] : [false]) {
      await page.evaluate(space, isWide);
      await page.evaluate(settle);
      wrong.push(...(await page.evaluate(cut)).map((each) => (isWide ? `${each}, widely spaced` : each)));
    }
    await page.evaluate(space, false);
  }
  await page.setViewportSize(PHONE);
  return wrong;
}
