// Suggestions that were turned down on this device: they are not made again.

const KEY = 'waymark.declined';
const KEPT = 500;

export function isDeclined(key: string): boolean {
  return all().includes(key);
}

export function decline(key: string): void {
  localStorage.setItem(KEY, JSON.stringify([...all().filter((each) => each !== key), key].slice(-KEPT)));
}

function all(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
