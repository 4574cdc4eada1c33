// The findings in the order of the text. After each press the focus goes on to the next one.
import { useEffect, useRef } from 'react';
import { FindingCard } from './finding-card';
import { useMessages } from './messages/use-messages';
import type { PlacedFinding } from './places';
import type { Feedback } from './use-feedback';

interface Props {
  feedback: Feedback;
  findings: readonly PlacedFinding[];
  show: (finding: PlacedFinding) => void;
  take: ((finding: PlacedFinding, suggestion: string) => void) | null;
}

export function FindingList({ feedback, findings, show, take }: Props) {
  const messages = useMessages();
  const { currentId, dismiss, learning, setDictionary } = feedback;
  const heading = useRef<HTMLParagraphElement>(null);
  const cards = useRef(new Map<string, HTMLLIElement>());

  useEffect(() => {
    if (currentId !== null) cards.current.get(currentId)?.scrollIntoView({ block: 'nearest' });
  }, [currentId]);

  /** Handle a finding; those that go with it are known only once it is done. */
  function handle(finding: PlacedFinding, act: () => void): void {
    const following = findings.slice(findings.indexOf(finding) + 1);
    act();
    requestAnimationFrame(() => {
      const next = following.map(({ id }) => cards.current.get(id)).find((card) => card?.isConnected);
      (next?.querySelector('button') ?? heading.current)?.focus();
    });
  }

  return (
    <>
      <p ref={heading} className="findings-count" role="status" tabIndex={-1}>
        {findings.length > 0
          ? messages.suggestions({ count: findings.length })
          : feedback.hasFound
            ? messages.handled
            : messages.nothingFound}
      </p>
      <ol className="findings" aria-label={messages.title}>
        {findings.map((finding) => (
          <FindingCard
            key={finding.id}
            ref={(card) => {
              if (card) cards.current.set(finding.id, card);
              return () => void cards.current.delete(finding.id);
            }}
            finding={finding}
            isCurrent={finding.id === currentId}
            show={() => show(finding)}
            take={take && ((suggestion) => handle(finding, () => take(finding, suggestion)))}
            dismiss={() => handle(finding, () => dismiss(finding))}
            addToDictionary={() =>
              handle(finding, () => void setDictionary([...(learning?.dictionary ?? []), finding.quote]))
            }
          />
        ))}
      </ol>
    </>
  );
}
