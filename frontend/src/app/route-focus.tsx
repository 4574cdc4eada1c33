// Moves the focus to the new page's heading after navigation, so that it is announced and Tab starts there.
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { focusElement } from '../shared/ui/preserve-focus';

/** The id of the page, the skip link's target. */
const PAGE_ID = 'content';

/** What to focus on a page, other than its heading. */
interface FocusTarget {
  /** After going back: the path that was left, whose link gets the focus. */
  previousPath: string | null;
  /** The address's fragment. */
  fragment: string;
}

export function RouteFocus() {
  const router = useRouter();
  useEffect(() => {
    let isBack = false;
    let stopWaiting = () => {};
    const stopActions = router.history.subscribe(({ action }) => {
      isBack = action.type === 'BACK';
    });
    // A navigation that is superseded (by signing in, for example) ends without an event, so note what was shown last.
    let shown = router.state.resolvedLocation?.pathname;
    const stopRendered = router.subscribe('onRendered', ({ toLocation: { pathname, hash } }) => {
      const left = shown;
      shown = pathname;
      if (left === undefined || left === pathname) return;
      stopWaiting();
      stopWaiting = moveFocusIntoPage({ previousPath: isBack ? left : null, fragment: hash === PAGE_ID ? '' : hash });
    });
    return () => {
      stopActions();
      stopRendered();
      stopWaiting();
    };
  }, [router]);
  return null;
}

/** Once people interact with the page, the focus is theirs. */
const USER_ACTIONS = ['keydown', 'pointerdown', 'wheel'] as const;

/** Move the focus into the page, and again when the page re-renders, until somebody interacts; returns a function that stops it. */
function moveFocusIntoPage(target: FocusTarget): () => void {
  const page = document.getElementById(PAGE_ID);
  if (!page) return () => {};
  let focusTarget = page;
  let isFinal = false;
  const moveFocus = () => {
    const found = findTarget(page, target);
    const heading = page.querySelector('h1');
    focusTarget = found ?? heading ?? page;
    isFinal = Boolean(found ?? (heading && !target.fragment));
    if (document.activeElement !== focusTarget) focusElement(focusTarget);
  };
  const observer = new MutationObserver(() => {
    const has = document.activeElement;
    if (isFinal && has === focusTarget) return;
    if (has === focusTarget || has === page || has === document.body || !focusTarget.isConnected) moveFocus();
    else stop();
  });
  const stop = () => {
    observer.disconnect();
    for (const act of USER_ACTIONS) removeEventListener(act, stop, true);
  };
  for (const act of USER_ACTIONS) addEventListener(act, stop, true);
  observer.observe(page, { childList: true, subtree: true });
  moveFocus();
  return stop;
}

function findTarget(page: HTMLElement, { previousPath, fragment }: FocusTarget): HTMLElement | undefined {
  const named = fragment ? document.getElementById(fragment) : null;
  return (
    named ??
    [...page.querySelectorAll('a')].find(({ pathname, tabIndex }) => pathname === previousPath && tabIndex >= 0)
  );
}
