// After a way inside the site the focus goes to the new page's heading: it is read aloud, and the next Tab begins there.
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { take } from '../shared/ui/keep-focus';

/** The page itself, to which the skip link leads. */
const PAGE = 'content';

/** What to look for on a page, besides its heading. */
interface Sought {
  /** The path one came back from: the link to it is where one was. */
  left: string | null;
  /** The part of the page that the address names. */
  part: string;
}

export function RouteFocus() {
  const router = useRouter();
  useEffect(() => {
    let isBack = false;
    let stopWaiting = () => {};
    const stopActions = router.history.subscribe(({ action }) => {
      isBack = action.type === 'BACK';
    });
    // A way that is overtaken, by signing in say, ends without being told: what was shown last is noted here.
    let shown = router.state.resolvedLocation?.pathname;
    const stopRendered = router.subscribe('onRendered', ({ toLocation: { pathname, hash } }) => {
      const left = shown;
      shown = pathname;
      if (left === undefined || left === pathname) return;
      stopWaiting();
      stopWaiting = lead({ left: isBack ? left : null, part: hash === PAGE ? '' : hash });
    });
    return () => {
      stopActions();
      stopRendered();
      stopWaiting();
    };
  }, [router]);
  return null;
}

/** What somebody does who has begun with the page: from then on the focus is theirs. */
const ACTS = ['keydown', 'pointerdown', 'wheel'] as const;

/** Lead the focus into the page, and again where the page is drawn anew, until somebody does something; return how to stop. */
function lead(sought: Sought): () => void {
  const page = document.getElementById(PAGE);
  if (!page) return () => {};
  let at = page;
  let isThere = false;
  const step = () => {
    const best = foundIn(page, sought);
    const heading = page.querySelector('h1');
    at = best ?? heading ?? page;
    isThere = Boolean(best ?? (heading && !sought.part));
    if (document.activeElement !== at) take(at);
  };
  const observer = new MutationObserver(() => {
    const has = document.activeElement;
    if (isThere && has === at) return;
    if (has === at || has === page || has === document.body || !at.isConnected) step();
    else stop();
  });
  const stop = () => {
    observer.disconnect();
    for (const act of ACTS) removeEventListener(act, stop, true);
  };
  for (const act of ACTS) addEventListener(act, stop, true);
  observer.observe(page, { childList: true, subtree: true });
  step();
  return stop;
}

function foundIn(page: HTMLElement, { left, part }: Sought): HTMLElement | undefined {
  const named = part ? document.getElementById(part) : null;
  return named ?? [...page.querySelectorAll('a')].find(({ pathname, tabIndex }) => pathname === left && tabIndex >= 0);
}
