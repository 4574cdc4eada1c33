// Suggestions that were dismissed on this device, so that they are not made again.

const KEY = 'waymark.declined';
const MAX_ENTRIES = 500;

export function isSuggestionDismissed(key: string): boolean {
  return readDismissed().includes(key);
}

export function dismissSuggestion(key: string): void {
  localStorage.setItem(
    KEY,
    JSON.stringify([...readDismissed().filter((each) => each !== key), key].slice(-MAX_ENTRIES)),
  );
}

function readDismissed(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
