// The site's entry: read the configuration, find out who is here, show the page the address asks for.
import './tokens.css';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { HomePage } from '../features/home/home-page';
import { configureAuth, restore } from '../shared/auth/session';
import { loadConfig } from '../shared/config';
import { Problem } from './problem';

const ExplorerPage = lazy(async () => ({ default: (await import('../features/explorer/explorer-page')).ExplorerPage }));

const root = createRoot(document.getElementById('root') ?? document.body);

try {
  const config = await loadConfig();
  configureAuth(config);
  const identity = await restore();
  const isExplorer = location.pathname.startsWith('/explorer');
  root.render(
    <StrictMode>
      <Suspense fallback={<p role="status">Opening the explorer …</p>}>
        {isExplorer ? <ExplorerPage config={config} initial={identity} /> : <HomePage config={config} />}
      </Suspense>
    </StrictMode>,
  );
} catch (error) {
  root.render(<Problem error={error} />);
}
