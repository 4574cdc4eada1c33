// A keyboard, and eyes on the focus: after every press it must be somewhere, in view, uncovered, marked and named.
import { type CDPSession, expect, type Page, type Request } from '@playwright/test';

const MOST_PRESSES = 200; // to reach something on one page

type Wanted = string | RegExp;

interface Focus {
  role: string;
  name: string;
  defects: string[];
}

/** A person's hands on a page; `defects` gathers what was wrong with the focus on the way. */
export class Keyboard {
  readonly defects = new Set<string>();

  private readonly unanswered = new Set<Request>();

  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {
    page.on('request', (request) => (isQuestion(request) ? this.unanswered.add(request) : undefined));
    for (const end of ['requestfinished', 'requestfailed'] as const)
      page.on(end as 'requestfinished', (request) => void this.unanswered.delete(request));
  }

  static async of(page: Page): Promise<Keyboard> {
    return new Keyboard(page, await page.context().newCDPSession(page));
  }

  press = (key: string): Promise<void> => this.page.keyboard.press(key);

  type = (text: string): Promise<void> => this.page.keyboard.type(text);

  /** Press Tab, or Shift+Tab, until something of this role and name has the focus. */
  reach = async (role: string, name: Wanted, { back = false } = {}): Promise<void> => {
    const passed = new Set<string>();
    await this.waitForAnswers();
    for (let press = 0; press < MOST_PRESSES; press++) {
      await this.press(back ? 'Shift+Tab' : 'Tab');
      const found = await this.settle();
      // Behind the last of the page, Tab leaves it for the browser's own bar; a focus that was lost is seen by `expectFocus`.
      if (found.role === 'none') continue;
      await this.note(found);
      if (isMeant(found, role, name)) return;
      passed.add(`${found.role} “${found.name.slice(0, 40)}”`);
    }
    throw new Error(`Tab does not reach ${role} ${String(name)}, only ${[...passed].join(', ')}`);
  };

  /** Reach something and press Enter on it. */
  activate = async (role: string, name: Wanted, options?: { back?: boolean }): Promise<void> => {
    await this.reach(role, name, options);
    await this.press('Enter');
  };

  /** Wait until the focus rests on something of this role and name, with nothing wrong; what is under way may move it. */
  expectFocus = async (role: Wanted, name: Wanted): Promise<void> => {
    await expect(async () => {
      const found = await this.look();
      if (!isMeant(found, role, name) || found.defects.length > 0)
        throw new Error(`The focus is on ${describe(found)}, not on ${String(role)} ${String(name)}.`);
    }).toPass({ intervals: [50, 100, 250], timeout: 60_000 });
  };

  /** Look until nothing is wrong, or still is after a moment: pictures that arrive move what is below them. */
  private async settle(): Promise<Focus> {
    let found = await this.look();
    await expect(async () => {
      found = await this.look();
      if (found.role !== 'none') expect(found.defects).toEqual([]);
    })
      .toPass({ intervals: [20, 50, 100, 250], timeout: 10_000 })
      .catch(() => undefined); // what is still wrong is noted by who asks
    return found;
  }

  /** Wait for what the page has asked for: an answer that comes moves what is below it, out of view say. */
  private async waitForAnswers(): Promise<void> {
    await expect.poll(() => this.unanswered.size, { intervals: [50, 100, 250] }).toBe(0);
  }

  private async look(): Promise<Focus> {
    const [{ role, name }, defects] = await Promise.all([this.describeFocus(), this.page.evaluate(findFocusDefects)]);
    return { role, name, defects: !name && !/^(main|status)$/.test(role) ? [...defects, 'without a name'] : defects };
  }

  /** Return the role and the name of what has the focus, as assistive technology is told them. */
  private async describeFocus(): Promise<{ role: string; name: string }> {
    const { result } = await this.session.send('Runtime.evaluate', { expression: 'document.activeElement' });
    if (!result.objectId) return { role: 'none', name: '' };
    const { nodes } = await this.session.send('Accessibility.getPartialAXTree', {
      objectId: result.objectId,
      fetchRelatives: false,
    });
    return { role: String(nodes[0]?.role?.value ?? ''), name: String(nodes[0]?.name?.value ?? '').trim() };
  }

  private async note(found: Focus): Promise<void> {
    if (found.defects.length === 0) return;
    const html = await this.page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120));
    this.defects.add(`${describe(found)} on ${new URL(this.page.url()).pathname} (${html ?? ''})`);
  }
}

function describe({ role, name, defects }: Focus): string {
  return [`${role} “${name}”`, ...defects].join(', ');
}

function isQuestion(request: Request): boolean {
  return request.url().endsWith('/graphql') && request.method() === 'POST';
}

function isMeant(found: Focus, role: Wanted, name: Wanted): boolean {
  return matches(found.role, role) && matches(found.name, name);
}

function matches(text: string, wanted: Wanted): boolean {
  return wanted instanceof RegExp ? wanted.test(text) : text === wanted;
}

/** What is wrong with where the focus is; runs in the page. */
function findFocusDefects(): string[] {
  const element = document.activeElement;
  if (!element || element === document.body) return ['nothing has the focus'];
  // A file field is drawn by its label.
  const drawn = (element.matches('input[type=file]') ? element.closest('label') : null) ?? element;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(drawn);
  const isOutlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
  const isMarked = isOutlined || (boxShadow !== 'none' && element.matches(':focus-visible'));
  const inView = [...drawn.getClientRects()]
    .map((box) => ({
      left: Math.max(0, box.left),
      right: Math.min(innerWidth, box.right),
      top: Math.max(0, box.top),
      bottom: Math.min(innerHeight, box.bottom),
    }))
    .filter(({ left, right, top, bottom }) => right - left >= 1 && bottom - top >= 1);
  const shares = [0.1, 0.5, 0.9];
  const isSeen = inView.some(({ left, right, top, bottom }) =>
    shares.some((across) =>
      shares.some((down) =>
        drawn.contains(document.elementFromPoint(left + (right - left) * across, top + (bottom - top) * down)),
      ),
    ),
  );
  const isCovered = inView.length > 0 && !isSeen;
  return [
    ...(isMarked ? [] : ['not marked']),
    ...(inView.length > 0 ? [] : ['out of view']),
    ...(isCovered ? ['covered'] : []),
  ];
}
