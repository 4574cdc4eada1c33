// The focus is never lost: where what had it disappears, it goes to what stands in its place; where it was disabled, it comes back.

const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** Give an element the focus, though it may be none that Tab reaches, and leave the page where it is. */
export function take(element: HTMLElement): void {
  if (element.tabIndex < 0 && !element.hasAttribute('tabindex')) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** Watch over the focus; return how to stop. */
export function keepFocus(): () => void {
  let last: HTMLElement | null = null;
  const gained = ({ target }: FocusEvent) => {
    last = target instanceof HTMLElement ? target : null;
  };
  // Whoever clicks beside everything means to leave it. What is removed blurs as well, and is dealt with before this.
  const blurred = () =>
    setTimeout(() => {
      if (isLost() && last?.isConnected && !isDisabled(last)) last = null;
    });
  const observer = new MutationObserver((records) => {
    if (!last || !isLost()) return;
    const removal = records.findLast(({ target, removedNodes }) => target.isConnected && [...removedNodes].some((node) => node.contains(last)));
    if (last.isConnected) {
      if (!isDisabled(last) && (removal || records.some(({ target }) => target === last))) last.focus();
    } else if (removal) heirOf(removal)?.focus();
  });
  document.addEventListener('focusin', gained);
  document.addEventListener('focusout', blurred);
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  return () => {
    document.removeEventListener('focusin', gained);
    document.removeEventListener('focusout', blurred);
    observer.disconnect();
  };
}

const isLost = () => document.activeElement === null || document.activeElement === document.body;
const isDisabled = (element: HTMLElement) => element.matches(':disabled');

/** Return what comes after the place where something was removed, else what comes before it, else the page itself. */
function heirOf({ target, previousSibling, nextSibling }: MutationRecord): HTMLElement | null {
  const page = document.querySelector('main');
  let place: Node | null = previousSibling?.isConnected ? previousSibling : null;
  let isPassed = place !== null; // whether the place itself comes before what was removed
  if (!place && nextSibling?.isConnected) place = nextSibling;
  for (let parent = target as Element | null; parent && parent !== page && page?.contains(parent); parent = parent.parentElement) {
    const [before, after] = splitAt(place, isPassed, parent);
    const heir = after[0] ?? before.at(-1);
    if (heir) return heir;
    place = parent;
    isPassed = true;
  }
  if (page) page.tabIndex = -1;
  return page;
}

/** Return what can be focused inside `parent`: what comes before a place, and what comes after it. */
function splitAt(place: Node | null, isPassed: boolean, parent: Element): [HTMLElement[], HTMLElement[]] {
  const all = [...parent.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((each) => each.tabIndex >= 0 && !isDisabled(each) && each.checkVisibility());
  const isAfter = (each: HTMLElement) => {
    if (!place) return true;
    if (place.contains(each)) return !isPassed;
    return (place.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  };
  return [all.filter((each) => !isAfter(each)), all.filter(isAfter)];
}
