// When a page hears of a new version of the site, and when it looks for one.
import { afterEach, expect, it, vi } from 'vitest';
import { onNewVersion } from './service-worker';

/** A page, whose service worker is changed by hand. */
function openPage({ controller }: { controller: object | null }) {
  const update = vi.fn(() => Promise.resolve());
  const workers = Object.assign(new EventTarget(), { controller, getRegistration: () => Promise.resolve({ update }) });
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('navigator', { serviceWorker: workers });
  vi.stubGlobal('document', page);
  return { update, page, takesOver: () => workers.dispatchEvent(new Event('controllerchange')) };
}

afterEach(() => vi.unstubAllGlobals());

it('the first worker of a page is no news, the one after it is', () => {
  const { takesOver } = openPage({ controller: null });
  const told = vi.fn();
  onNewVersion(told);
  takesOver();
  expect(told).not.toHaveBeenCalled();
  takesOver();
  expect(told).toHaveBeenCalledOnce();
});

it('a page that came with a worker hears of the next one, until it is closed', () => {
  const { takesOver } = openPage({ controller: {} });
  const told = vi.fn();
  const close = onNewVersion(told);
  takesOver();
  close();
  takesOver();
  expect(told).toHaveBeenCalledOnce();
});

it('it looks for a new version when it is looked at again, and not when it is left', async () => {
  const { update, page } = openPage({ controller: {} });
  const close = onNewVersion(() => undefined);
  page.visibilityState = 'hidden';
  page.dispatchEvent(new Event('visibilitychange'));
  page.visibilityState = 'visible';
  page.dispatchEvent(new Event('visibilitychange'));
  await vi.waitFor(() => expect(update).toHaveBeenCalledOnce());
  close();
});

it('a browser without service workers goes without', () => {
  vi.stubGlobal('navigator', {});
  expect(onNewVersion(() => undefined)).toBeTypeOf('function');
});
