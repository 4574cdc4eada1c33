// Where the findings of an evaluation are in a text that changes, without those that are handled.
import { isFindingDismissed } from './dismissed-findings';
import type { Progress } from './feedback-data';
import { moveFindings, type PlacedFinding, placeFindings } from './places';

/** An evaluation that was asked for here, and the text that it reads. */
export interface Request {
  id: string;
  sent: string;
}

/** The findings of a request as they stand in a text. */
export interface Placement {
  request: Request;
  text: string;
  findings: PlacedFinding[];
  /** Whether there was anything to handle. */
  hasFound: boolean;
}

/** Place findings once they are read; what is handled stays handled when the same evaluation is read again. */
export function placeEvaluation(
  before: Placement | null,
  request: Request,
  progress: Pick<Progress, 'steps' | 'findings'> | null,
  text: string,
  subjectId: string,
): Placement | null {
  if (before?.request === request) return follow(before, text);
  if (!progress || !isRead(progress)) return null;
  const findings = placeFindings(request.sent, progress.findings);
  const openFindings = findings.filter((finding) => !isFindingDismissed(subjectId, finding));
  return follow({ request, text: request.sent, findings: openFindings, hasFound: findings.length > 0 }, text);
}

/** Tell whether findings are there; a model may still be judging. */
function isRead({ steps }: Pick<Progress, 'steps'>): boolean {
  return steps.some(({ name, status }) => name === 'READ' && status === 'DONE');
}

function follow(before: Placement, text: string): Placement {
  return before.text === text
    ? before
    : { ...before, text, findings: moveFindings(before.findings, before.text, text) };
}
