// Registers the service worker, checks for new versions, and controls its picture cache.

interface WorkerCommand {
  keep?: string[];
  forget?: true;
}

// A page that stays open does not check for a new version on its own.
const UPDATE_CHECK_MS = 60 * 60 * 1000;

export async function registerServiceWorker(): Promise<void> {
  await navigator.serviceWorker.register('/service-worker.js');
  await navigator.serviceWorker.ready;
  // Pictures and files that loaded before the worker was active are cached too.
  const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  const isKept = ({ initiatorType, name }: PerformanceResourceTiming) =>
    initiatorType === 'img' || name.startsWith(`${location.origin}/assets/`);
  sendCommand({ keep: loaded.filter(isKept).map(({ name }) => name) });
}

/** Cache files that a page loads which no service worker controls yet, such as the first one. */
export function keepForOffline(paths: readonly string[]): void {
  const workers = (navigator as Partial<Navigator>).serviceWorker;
  if (!workers || workers.controller) return;
  const keep = paths.map((path) => new URL(path, location.href).href);
  void workers.ready.then(({ active }) => active?.postMessage({ keep }));
}

/** Check for new versions, and call the listener once one has taken over while this page still runs the old one. */
export function onNewVersion(listener: () => void): () => void {
  // Pages on insecure addresses have no service workers.
  const workers = (navigator as Partial<Navigator>).serviceWorker;
  if (!workers) return () => undefined;
  let isControlled = workers.controller !== null;
  const handleControllerChange = () => {
    if (isControlled) listener();
    isControlled = true;
  };
  const checkForUpdate = () => {
    if (document.visibilityState !== 'visible') return;
    // Ignore network errors: the next check will find it.
    workers
      .getRegistration()
      .then((found) => found?.update())
      .catch(() => undefined);
  };
  const timer = setInterval(checkForUpdate, UPDATE_CHECK_MS);
  workers.addEventListener('controllerchange', handleControllerChange);
  document.addEventListener('visibilitychange', checkForUpdate);
  return () => {
    clearInterval(timer);
    workers.removeEventListener('controllerchange', handleControllerChange);
    document.removeEventListener('visibilitychange', checkForUpdate);
  };
}

/** Delete cached pictures, so that the next person does not see them. */
export function clearCachedPictures(): void {
  sendCommand({ forget: true });
}

function sendCommand(command: WorkerCommand): void {
  void navigator.serviceWorker.getRegistration().then((registration) => registration?.active?.postMessage(command));
}
