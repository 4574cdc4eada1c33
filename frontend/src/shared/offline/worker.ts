// The page's side of the service worker: it is started, told which pictures are shown, and made to forget them.

interface Order {
  keep?: string[];
  forget?: true;
}

// A page that stays open never asks for a new version by itself.
const LOOK_MS = 60 * 60 * 1000;

export async function startWorker(): Promise<void> {
  await navigator.serviceWorker.register('/service-worker.js');
  await navigator.serviceWorker.ready;
  // What was loaded before the worker came is kept as well.
  const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  tell({ keep: loaded.filter(({ initiatorType }) => initiatorType === 'img').map(({ name }) => name) });
}

/** Look for a new version now and then, and be told once one has taken over: this page is still of the one before. */
export function onNewVersion(told: () => void): () => void {
  // A browser may go without: pages of an insecure address do.
  const workers = (navigator as Partial<Navigator>).serviceWorker;
  if (!workers) return () => undefined;
  let isControlled = workers.controller !== null;
  const taken = () => {
    if (isControlled) told();
    isControlled = true;
  };
  const look = () => {
    if (document.visibilityState !== 'visible') return;
    // Without a network there is nothing new; the next look finds it.
    workers.getRegistration().then((found) => found?.update()).catch(() => undefined);
  };
  const timer = setInterval(look, LOOK_MS);
  workers.addEventListener('controllerchange', taken);
  document.addEventListener('visibilitychange', look);
  return () => {
    clearInterval(timer);
    workers.removeEventListener('controllerchange', taken);
    document.removeEventListener('visibilitychange', look);
  };
}

/** Leave no picture that somebody saw to whoever comes next. */
export function forgetPictures(): void {
  tell({ forget: true });
}

function tell(order: Order): void {
  void navigator.serviceWorker.getRegistration().then((registration) => registration?.active?.postMessage(order));
}
