// The plugins' types, for vite.config.ts.
import type { Plugin } from 'vite';

export function licences(): { site: Plugin; worker: Plugin };
