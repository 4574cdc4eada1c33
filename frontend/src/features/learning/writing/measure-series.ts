// Measures of several evaluations as series of numbers, and as lines to draw.
import type { ResultOf } from '../../../shared/graphql/graphql';
import type { EVALUATIONS } from './feedback-data';

type Evaluation = NonNullable<NonNullable<ResultOf<typeof EVALUATIONS>['evaluations']>['edges'][number]['node']>;
type MeasureName = Evaluation['measures'][number]['name'];

export interface MeasureSeries {
  name: MeasureName;
  /** From the oldest evaluation to the newest; without those whose text was too short for it. */
  values: number[];
}

const MARGIN = 3;

/** Collect each measure of evaluations that are listed newest first. */
export function collectSeries(evaluations: readonly Pick<Evaluation, 'measures'>[]): MeasureSeries[] {
  const series = new Map<MeasureName, number[]>();
  for (const { measures } of [...evaluations].reverse())
    for (const { name, value } of measures) if (value !== null) series.set(name, [...(series.get(name) ?? []), value]);
  return Array.from(series, ([name, values]) => ({ name, values }));
}

/** Return the points of a line through values, the highest of them at the top. Equal values lie in the middle. */
export function drawLine(values: readonly number[], width: number, height: number): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const x = (index: number) => MARGIN + (index * (width - 2 * MARGIN)) / Math.max(1, values.length - 1);
  const share = (value: number) => (most === least ? 0.5 : (value - least) / (most - least));
  const y = (value: number) => height - MARGIN - share(value) * (height - 2 * MARGIN);
  return values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
}
