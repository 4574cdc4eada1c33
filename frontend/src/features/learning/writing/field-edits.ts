// Selecting and replacing a finding's words in a text field, so that the browser's own undo takes it back.
import type { PlacedFinding } from './places';

/** Select the words and bring them into view. */
export function selectWords(field: HTMLTextAreaElement, { id, start, end }: PlacedFinding): void {
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  const underline = field.parentElement?.querySelector(`[data-finding='${id}']`);
  (underline ?? field).scrollIntoView({ block: 'center' });
}

/** Type a replacement over the words; returns whether the browser could. */
export function typeOver(
  field: HTMLTextAreaElement,
  { start, end }: Pick<PlacedFinding, 'start' | 'end'>,
  replacement: string,
): boolean {
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  // Deprecated, and still the only way that every browser can undo.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  return document.execCommand(replacement === '' ? 'delete' : 'insertText', false, replacement);
}
