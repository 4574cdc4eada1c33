/// <reference types="vitest/config" />
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { BUILD_TARGETS } from './scripts/browsers.mjs';
import { licences } from './scripts/licences.mjs';
import { shellFiles } from './scripts/shell-files.mjs';

// The site asks for /config.json at its start; while developing it comes from the running system's site server.
const SITE = process.env.WAYMARK_SITE ?? 'http://127.0.0.1:8080';
// The media bucket takes uploads from this origin and the site's, from no other: another port would lose them.
const PORT = Number(process.env.WAYMARK_DEV_PORT ?? 5173);
// What was kept in a browser under another contract is not read again.
const CONTRACT = createHash('sha256').update(readFileSync('schema.client.graphql')).digest('hex').slice(0, 8);

// Media is signed for the site's own address.
const PROXY = { '/config.json': SITE, '/media': { target: SITE, changeOrigin: true } };

const { site: siteLicences, worker: workerLicences } = licences();

export default defineConfig({
  plugins: [react(), siteLicences, shellFiles()],
  worker: { plugins: () => [workerLicences] },
  define: { __CONTRACT__: JSON.stringify(CONTRACT) },
  build: {
    target: BUILD_TARGETS,
    chunkSizeWarningLimit: 4000,
    manifest: true,
    rolldownOptions: {
      input: { index: 'index.html', 'service-worker': 'service-worker/worker.ts' },
      output: {
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
        // What the site starts with comes in three pieces instead of fifty; libraries change less often than pages.
        codeSplitting: {
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /node_modules/ },
            { name: 'start', tags: ['$initial'], test: (id) => !/service-worker|app.main.tsx|index.html/.test(id) },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', port: PORT, strictPort: true, fs: { allow: ['..'] }, proxy: PROXY },
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'scripts/**/*.test.mjs'],
    setupFiles: ['src/app/languages/english-for-tests.ts'],
  },
});
