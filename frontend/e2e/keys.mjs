// A keyboard, and eyes on the focus: after every press it must be somewhere, in view, uncovered, marked and named.
const MOST = 200; // presses to reach something on one page
const PATIENCE_MS = 20_000;
const SETTLING_MS = 2000;

/** What is wrong with where the focus is; runs in the page. */
function wrongWithFocus() {
  const element = document.activeElement;
  if (!element || element === document.body) return ['nothing has the focus'];
  // A file field is drawn by its label.
  const drawn = element.matches('input[type=file]') ? element.closest('label') : element;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(drawn);
  const isMarked = (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || (boxShadow !== 'none' && element.matches(':focus-visible'));
  const inView = [...drawn.getClientRects()]
    .map(({ left, right, top, bottom }) => [Math.max(0, left), Math.min(innerWidth, right), Math.max(0, top), Math.min(innerHeight, bottom)])
    .filter(([left, right, top, bottom]) => right - left >= 1 && bottom - top >= 1);
  const isSeen = inView.some(([left, right, top, bottom]) =>
    [0.1, 0.5, 0.9].some((across) => [0.1, 0.5, 0.9].some((down) => drawn.contains(document.elementFromPoint(left + (right - left) * across, top + (bottom - top) * down)))),
  );
  return [...(isMarked ? [] : ['not marked']), ...(inView.length > 0 ? [] : ['out of view']), ...(inView.length > 0 && !isSeen ? ['covered'] : [])];
}

const fits = (name, wanted) => (wanted instanceof RegExp ? wanted.test(name) : name === wanted);

/** Return a person's hands on a page; `wrong` is told each defect of the focus on the way. */
export async function hands(page, wrong) {
  const client = await page.context().newCDPSession(page);

  /** Return the role and the name of what has the focus, as assistive technology is told them. */
  async function at() {
    const { result } = await client.send('Runtime.evaluate', { expression: 'document.activeElement' });
    const { nodes } = await client.send('Accessibility.getPartialAXTree', { objectId: result.objectId, fetchRelatives: false });
    return { role: nodes[0].role?.value ?? '', name: (nodes[0].name?.value ?? '').trim() };
  }

  async function look() {
    const [{ role, name }, defects] = await Promise.all([at(), page.evaluate(wrongWithFocus)]);
    if (!name && !/^(main|status)$/.test(role)) defects.push('without a name');
    return { role, name, defects };
  }

  /** Look until nothing is wrong, or still is after a moment: pictures that arrive move what stands below them. */
  async function settled() {
    for (const end = Date.now() + SETTLING_MS; ; await page.evaluate(() => new Promise(requestAnimationFrame))) {
      const now = await look();
      if (now.defects.length === 0 || now.role === 'none' || Date.now() > end) return now;
    }
  }

  async function tells({ role, name, defects }) {
    if (defects.length === 0) return;
    const html = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120));
    wrong(`${role} “${name}” on ${new URL(page.url()).pathname}: ${defects.join(', ')} (${html})`);
  }

  /** Press Tab, or Shift+Tab, until something of this role and name has the focus. */
  async function reach(role, name, { back = false } = {}) {
    const passed = [];
    for (let press = 0; press < MOST; press++) {
      await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
      const found = await settled();
      // Behind the last of the page, Tab leaves it for the browser's own bar; a focus that was lost is seen by `rests`.
      if (found.role === 'none') continue;
      await tells(found);
      if (fits(found.role, role) && fits(found.name, name)) return;
      passed.push(`${found.role} “${found.name.slice(0, 40)}”`);
    }
    throw new Error(`Tab does not reach ${role} ${name}, only ${[...new Set(passed)].join(', ')}`);
  }

  /** Wait until the focus rests on something of this role and name; what is under way may move it for a moment. */
  async function rests(role, name) {
    for (const end = Date.now() + PATIENCE_MS; ; await page.evaluate(() => new Promise(requestAnimationFrame))) {
      const now = await look();
      const isThere = fits(now.role, role) && fits(now.name, name);
      if (isThere && now.defects.length === 0) return undefined;
      if (Date.now() < end) continue;
      if (!isThere) throw new Error(`The focus is on ${now.role} “${now.name}”, not on ${role} ${name}.`);
      return tells(now);
    }
  }

  const press = (key) => page.keyboard.press(key);
  const type = (words) => page.keyboard.type(words);
  const go = async (role, name, options) => {
    await reach(role, name, options);
    await press('Enter');
  };
  return { reach, rests, press, type, go };
}
