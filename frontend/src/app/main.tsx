// The site's entry: reads the configuration, restores the session, renders the router.
import '@fontsource-variable/inter';
import '@fontsource-variable/newsreader';
import './tokens.css';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { restoreIdentity } from '../shared/auth/session';
import { loadConfig } from '../shared/config';
import { detectLanguage } from '../shared/i18n/language';
import { SessionProvider, useSession } from '../shared/session-context';
import { CACHE_RULES } from './cache-rules';
import { loadLanguage } from './languages/load-language';
import { registerServiceWorker } from '../shared/offline/service-worker';
import { StartupError } from './error-pages';
import { router } from './router';

const root = createRoot(document.getElementById('root') ?? document.body);

function Site() {
  const { identity } = useSession();
  useEffect(() => void router.invalidate(), [identity]); // re-check routes that need a sign-in
  return <RouterProvider router={router} context={{ identity }} />;
}

const language = loadLanguage(detectLanguage());
try {
  const [config] = await Promise.all([loadConfig(), language]);
  const identity = await restoreIdentity(config);
  root.render(
    <StrictMode>
      <SessionProvider config={config} initial={identity} cacheRules={CACHE_RULES}>
        <Site />
      </SessionProvider>
    </StrictMode>,
  );
  // The site works without the service worker, and readers cannot fix a failed registration.
  if (import.meta.env.PROD) registerServiceWorker().catch(() => undefined);
} catch (error) {
  await language;
  root.render(<StartupError error={error} />);
}
