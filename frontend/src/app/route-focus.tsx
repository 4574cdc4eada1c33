// After a way inside the site the focus goes to the new page's heading: it is read aloud, and the next Tab begins there.
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { take } from '../shared/ui/keep-focus';

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
      stopWaiting = lead({ left: isBack ? left : null, part: hash });
    });
    return () => {
      stopActions();
      stopRendered();
      stopWaiting();
    };
  }, [router]);
  return null;
}

/** Lead the focus into the page. What is still on its way is waited for as long as nobody moves the focus; return how to stop. */
function lead(sought: Sought): () => void {
  const page = document.getElementById('content');
  if (!page) return () => {};
  let at = page;
  const observer = new MutationObserver(() => {
    if (document.activeElement === at || document.activeElement === document.body || !at.isConnected) step();
    else observer.disconnect();
  });
  const step = () => {
    const best = foundIn(page, sought);
    const heading = page.querySelector('h1');
    at = best ?? heading ?? page;
    if (document.activeElement !== at) take(at);
    if (best ?? (heading && !sought.part)) observer.disconnect();
  };
  observer.observe(page, { childList: true, subtree: true });
  step();
  return () => observer.disconnect();
}

function foundIn(page: HTMLElement, { left, part }: Sought): HTMLElement | undefined {
  const named = part ? document.getElementById(part) : null;
  return named ?? [...page.querySelectorAll('a')].find(({ pathname, tabIndex }) => pathname === left && tabIndex >= 0);
}
