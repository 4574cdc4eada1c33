// The page's side of the service worker: it is started, told which pictures are shown, and made to forget them.

interface Order {
  keep?: string[];
  forget?: true;
}

export async function startWorker(): Promise<void> {
  await navigator.serviceWorker.register('/service-worker.js');
  await navigator.serviceWorker.ready;
  // What was loaded before the worker came is kept as well.
  const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  tell({ keep: loaded.filter(({ initiatorType }) => initiatorType === 'img').map(({ name }) => name) });
}

/** Leave no picture that somebody saw to whoever comes next. */
export function forgetPictures(): void {
  tell({ forget: true });
}

function tell(order: Order): void {
  void navigator.serviceWorker.getRegistration().then((registration) => registration?.active?.postMessage(order));
}
