// The oldest browsers the site is built for, and what MDN's data says they lack.

/** The oldest version of each browser, by its name in MDN's data. The journeys are tried in this Chromium: see docs/frontend.md. */
export const OLDEST = { chrome: 112, edge: 112, firefox: 126, safari: 16.4, safari_ios: 16.4 };

/** The same browsers as Vite names them. */
export const BUILD_TARGETS = Object.entries(OLDEST).map(
  ([name, version]) => `${name.replace('safari_ios', 'ios')}${version}`,
);

/** Return the browsers that lack a feature, `safari 16.4` say; `support` is that of its `__compat` in MDN's data. */
export function findLacking(support) {
  return Object.entries(OLDEST)
    .filter(([name, version]) => ![support[name]].flat().some((statement) => has(statement, version)))
    .map(([name, version]) => `${name} ${version}`);
}

function has(statement, version) {
  if (!statement || statement.flags || statement.prefix || statement.alternative_name) return false;
  return isSince(statement.version_added, version) && !isSince(statement.version_removed, version);
}

/** Whether a change has come by a version: `≤37` is a version too, `preview` and `false` are none. */
function isSince(change, version) {
  return typeof change === 'string' && Number.parseFloat(change.replace('≤', '')) <= version;
}
