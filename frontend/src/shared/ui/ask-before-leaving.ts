// The browser's own question before a page is left that has something to lose.

/** Let the browser ask whether to leave; for `beforeunload`. */
export function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- Chromium goes by preventDefault since 119 only
  event.returnValue = true;
}
