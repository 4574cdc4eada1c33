/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The site asks for /config.json at its start; while developing it comes from the running system's site server.
const SITE = process.env.WAYMARK_SITE ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2023', chunkSizeWarningLimit: 4000 },
  server: { host: '127.0.0.1', port: 5173, fs: { allow: ['..'] }, proxy: { '/config.json': SITE } },
  test: { environment: 'node', include: ['src/**/*.test.ts'], setupFiles: ['src/app/languages/english.ts'] },
});
