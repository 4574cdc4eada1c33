// The site's entry: read the configuration, find out who is here, show the page the address asks for.
import '@fontsource-variable/inter';
import '@fontsource-variable/newsreader';
import './tokens.css';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { restore } from '../shared/auth/session';
import { loadConfig } from '../shared/config';
import { preferred } from '../shared/i18n/language';
import { SessionProvider, useSession } from '../shared/session-context';
import { load } from './languages/languages';
import { startWorker } from '../shared/offline/worker';
import { Problem } from './problem';
import { router } from './router';

const root = createRoot(document.getElementById('root') ?? document.body);

function Site() {
  const { identity } = useSession();
  useEffect(() => void router.invalidate(), [identity]); // what members alone may see closes behind them
  return <RouterProvider router={router} context={{ identity }} />;
}

const language = load(preferred());
try {
  const [config] = await Promise.all([loadConfig(), language]);
  const identity = await restore(config);
  root.render(
    <StrictMode>
      <SessionProvider config={config} initial={identity}>
        <Site />
      </SessionProvider>
    </StrictMode>,
  );
  // The site works without it, and where it cannot start there is nothing that a reader could do.
  if (import.meta.env.PROD) startWorker().catch(() => undefined);
} catch (error) {
  await language;
  root.render(<Problem error={error} />);
}
