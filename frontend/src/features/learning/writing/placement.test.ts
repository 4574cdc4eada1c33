// What is handled stays handled: while its evaluation is read again, while the text changes, and until the next check.
import { describe, expect, it } from 'vitest';
import { type Placement, placeEvaluation, type Request } from './placement';

type Reading = NonNullable<Parameters<typeof placeEvaluation>[2]>;

const TEXT = 'We saw a mountan here.';
const REQUEST: Request = { id: 'evaluation_1', sent: TEXT };
const FOUND: Reading['findings'][number] = {
  kind: 'SPELLING',
  rule: 'SpellCheck',
  start: 9,
  end: 16,
  quote: 'mountan',
  message: '',
  suggestions: [],
};
const RUNNING: Reading = { steps: [{ name: 'READ', status: 'RUNNING', percent: null }], findings: [] };
const DONE: Reading = { steps: [{ name: 'READ', status: 'DONE', percent: null }], findings: [FOUND] };

const place = (before: Placement | null, progress: Reading | null, text = TEXT) =>
  placeEvaluation(before, REQUEST, progress, text, 'post_1');

function placeAndHandle(): Placement {
  const placement = place(null, DONE);
  if (!placement) throw new Error('Nothing was placed.');
  return { ...placement, findings: [] };
}

describe('the findings of an evaluation', () => {
  it('are placed once it is read', () => {
    expect(place(null, null)).toBeNull();
    expect(place(null, RUNNING)).toBeNull();
    expect(place(null, DONE)).toMatchObject({ hasFound: true, findings: [{ quote: 'mountan', start: 9, end: 16 }] });
  });

  it.each([
    ['while it is read again', null],
    ['when it was read again', DONE],
  ])('stay handled %s', (_, progress) => {
    const placement = placeAndHandle();
    expect(place(placement, progress)).toBe(placement);
    expect(place(placement, progress, `Yes. ${TEXT}`)).toMatchObject({ hasFound: true, findings: [] });
  });

  it('are placed again for the next check', () => {
    const next = placeEvaluation(placeAndHandle(), { ...REQUEST }, DONE, TEXT, 'post_1');
    expect(next?.findings).toHaveLength(1);
  });
});
