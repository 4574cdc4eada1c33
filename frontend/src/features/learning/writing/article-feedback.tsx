// Feedback on an article as it is published: the findings beside it, and underlined under its words where that can be.
import { useEffect, useState } from 'react';
import { FeedbackPanel } from './feedback-panel';
import { findRanges } from './finding-ranges';
import { useMessages } from './messages/use-messages';
import type { PlacedFinding } from './places';
import { useFeedback } from './use-feedback';

interface Props {
  subjectId: string;
  text: string;
  /** Selects the element that shows the text. */
  article: string;
}

const NAMES = ['SPELLING', 'GRAMMAR', 'WORD_CHOICE', 'PUNCTUATION', 'STYLE'] as const;

/** Closed at first: few authors come to their article for it. */
export function ArticleFeedback(props: Props) {
  const messages = useMessages();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="article-feedback" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{messages.title}</summary>
      {isOpen ? <OpenFeedback {...props} /> : null}
    </details>
  );
}

function OpenFeedback({ subjectId, text, article }: Props) {
  const feedback = useFeedback(subjectId, text);
  const { findings } = feedback;

  useEffect(() => {
    if (!findings) return undefined;
    underline(article, text, findings);
    return () => underline(article, text, []);
  }, [article, text, findings]);

  function show(finding: PlacedFinding): void {
    feedback.setCurrent(finding.id);
    findPlaces(article, text, [finding])[0]?.startContainer.parentElement?.scrollIntoView({ block: 'center' });
  }

  return <FeedbackPanel feedback={feedback} text={text} show={show} take={null} />;
}

/** Underline words without changing the page's elements; browsers that cannot do so show the list only. */
function underline(article: string, text: string, findings: readonly PlacedFinding[]): void {
  if (typeof Highlight === 'undefined') return;
  for (const kind of NAMES) {
    const ranges = findPlaces(
      article,
      text,
      findings.filter((each) => each.kind === kind),
    );
    CSS.highlights.set(`finding-${kind}`, new Highlight(...ranges));
  }
}

function findPlaces(article: string, text: string, findings: readonly PlacedFinding[]): Range[] {
  const element = document.querySelector<HTMLElement>(article);
  return element ? findRanges(element, text, findings) : [];
}
