// Keeps the keyboard focus when its element is removed (it moves to the next one) or disabled for a while (it comes back).

const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** Focus an element, even one that Tab does not reach, without scrolling. */
export function focusElement(element: HTMLElement): void {
  if (element.tabIndex < 0 && !element.hasAttribute('tabindex')) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** Start to preserve the focus; returns a function that stops it. */
export function preserveFocus(): () => void {
  let focused: HTMLElement | null = null;
  const handleFocusIn = ({ target }: FocusEvent) => {
    focused = target instanceof HTMLElement ? target : null;
  };
  // A click outside of everything gives the focus up on purpose. A removal also blurs, but is handled before this runs.
  const handleFocusOut = () =>
    setTimeout(() => {
      if (isFocusLost() && focused?.isConnected && !isDisabled(focused)) focused = null;
    });
  const observer = new MutationObserver((records) => {
    if (!focused || !isFocusLost()) return;
    const removal = records.findLast(
      ({ target, removedNodes }) => target.isConnected && [...removedNodes].some((node) => node.contains(focused)),
    );
    if (focused.isConnected) {
      if (!isDisabled(focused) && (removal || records.some(({ target }) => target === focused))) focused.focus();
    } else if (removal) findSuccessor(removal)?.focus();
  });
  document.addEventListener('focusin', handleFocusIn);
  document.addEventListener('focusout', handleFocusOut);
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  return () => {
    document.removeEventListener('focusin', handleFocusIn);
    document.removeEventListener('focusout', handleFocusOut);
    observer.disconnect();
  };
}

const isFocusLost = () => document.activeElement === null || document.activeElement === document.body;
const isDisabled = (element: HTMLElement) => element.matches(':disabled');

/** Return the focusable element after the removed one, or the one before it, or the page. */
function findSuccessor({ target, previousSibling, nextSibling }: MutationRecord): HTMLElement | null {
  const page = document.querySelector('main');
  let anchor: Node | null = previousSibling?.isConnected ? previousSibling : null;
  let isAnchorBefore = anchor !== null; // whether the anchor itself comes before the removed element
  if (!anchor && nextSibling?.isConnected) anchor = nextSibling;
  for (
    let parent = target as Element | null;
    parent && parent !== page && page?.contains(parent);
    parent = parent.parentElement
  ) {
    const [before, after] = splitFocusables(anchor, isAnchorBefore, parent);
    const successor = after[0] ?? before.at(-1);
    if (successor) return successor;
    anchor = parent;
    isAnchorBefore = true;
  }
  if (page) page.tabIndex = -1;
  return page;
}

/** Split the focusable elements of `parent` into those before and those after the anchor. */
function splitFocusables(place: Node | null, isPassed: boolean, parent: Element): [HTMLElement[], HTMLElement[]] {
  const all = [...parent.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (each) => each.tabIndex >= 0 && !isDisabled(each) && each.getClientRects().length > 0,
  );
  const isAfter = (each: HTMLElement) => {
    if (!place) return true;
    if (place.contains(each)) return !isPassed;
    return (place.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  };
  return [all.filter((each) => !isAfter(each)), all.filter(isAfter)];
}
