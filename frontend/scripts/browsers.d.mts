// The targets' type, for vite.config.ts.
export const BUILD_TARGETS: string[];
