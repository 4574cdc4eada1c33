// Findings underlined in a text field: the same text is laid out behind it, invisible except for its underlines.
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { PlacedFinding } from './places';
import './feedback.css';

interface Props {
  /** The classes that the field has its text and box from. */
  className: string;
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  findings: readonly PlacedFinding[];
  currentId: string | null;
  /** The caret came into a finding, or left it. */
  onCaret: (id: string | null) => void;
}

export function Underlines({ className, field, text, findings, currentId, onCaret }: Props) {
  const layer = useRef<HTMLDivElement>(null);
  useSameBox(layer, field);
  useCaret(field, findings, onCaret);
  if (findings.length === 0) return null;
  return (
    <div ref={layer} className={`${className} underlines`} dir="auto" aria-hidden="true">
      {splitText(text, findings).map(({ start, part, finding }) =>
        finding ? (
          <span
            key={start}
            data-finding={finding.id}
            className={`underline underline-${finding.kind}${finding.id === currentId ? ' underline-current' : ''}`}
          >
            {part}
          </span>
        ) : (
          part
        ),
      )}
      {/* A text field has a line after its last line break. */}
      {'\u200B'}
    </div>
  );
}

/** Split a text into findings and what is between; of two that overlap the first is underlined. */
function splitText(text: string, findings: readonly PlacedFinding[]) {
  const parts: { start: number; part: string; finding?: PlacedFinding }[] = [];
  let at = 0;
  for (const finding of [...findings].sort((one, other) => one.start - other.start)) {
    if (finding.start < at) continue;
    parts.push({ start: at, part: text.slice(at, finding.start) });
    parts.push({ start: finding.start, part: text.slice(finding.start, finding.end), finding });
    at = finding.end;
  }
  return [...parts, { start: at, part: text.slice(at) }];
}

/** Give the layer the field's size without its scroll bar, and scroll it along. */
function useSameBox(layer: RefObject<HTMLDivElement | null>, field: RefObject<HTMLTextAreaElement | null>): void {
  useLayoutEffect(() => {
    const [behind, front] = [layer.current, field.current];
    if (!behind || !front) return undefined;
    const fit = () => {
      const borders = front.offsetWidth - front.clientWidth;
      const scrollBar = Math.max(0, borders - 2 * front.clientLeft);
      behind.style.width = `${String(front.offsetWidth - scrollBar)}px`;
      behind.style.height = `${String(front.offsetHeight)}px`;
      behind.scrollTop = front.scrollTop;
    };
    const scroll = () => {
      behind.scrollTop = front.scrollTop;
    };
    const observer = new ResizeObserver(fit);
    observer.observe(front);
    front.addEventListener('scroll', scroll);
    fit();
    return () => {
      observer.disconnect();
      front.removeEventListener('scroll', scroll);
    };
  });
}

function useCaret(
  field: RefObject<HTMLTextAreaElement | null>,
  findings: readonly PlacedFinding[],
  onCaret: (id: string | null) => void,
): void {
  useEffect(() => {
    const tell = () => {
      const caret = field.current?.selectionStart;
      if (document.activeElement !== field.current || caret === undefined) return;
      onCaret(findings.find(({ start, end }) => start <= caret && caret <= end)?.id ?? null);
    };
    document.addEventListener('selectionchange', tell);
    return () => document.removeEventListener('selectionchange', tell);
  }, [field, findings, onCaret]);
}
