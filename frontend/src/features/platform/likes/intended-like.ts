// The like of a guest who was asked to sign in: it is given once they are back, signed in.

const KEY = 'waymark.intended-like';

export function keepIntendedLike(subjectId: string): void {
  sessionStorage.setItem(KEY, subjectId);
}

/** Return whether this subject was meant, and forget it. */
export function takeIntendedLike(subjectId: string): boolean {
  if (sessionStorage.getItem(KEY) !== subjectId) return false;
  sessionStorage.removeItem(KEY);
  return true;
}
