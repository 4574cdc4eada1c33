// Findings that were dismissed on this device, so that they are not shown again for the same words of an article.
import type { Finding } from './places';

const KEY = 'waymark.dismissed-findings';
const MAX_ENTRIES = 1000;

export function isFindingDismissed(subjectId: string, finding: Finding): boolean {
  return readDismissed().includes(getKey(subjectId, finding));
}

export function dismissFinding(subjectId: string, finding: Finding): void {
  const key = getKey(subjectId, finding);
  const others = readDismissed().filter((each) => each !== key);
  localStorage.setItem(KEY, JSON.stringify([...others, key].slice(-MAX_ENTRIES)));
}

function getKey(subjectId: string, { rule, quote }: Finding): string {
  return [subjectId, rule, quote].join('\n');
}

function readDismissed(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
