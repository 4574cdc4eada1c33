// The plugin's type, for vite.config.ts.
import type { Plugin } from 'vite';

export function shellFiles(): Plugin;
