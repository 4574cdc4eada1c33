// Reports how each file of journeys ended: a line of JSON on standard output, as soon as it has.
import { relative } from 'node:path';
import type { FullConfig, Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter';

interface Failure {
  title: string;
  error: string;
}

export default class LineReporter implements Reporter {
  private folder = '';
  private readonly left = new Map<string, number>();
  private readonly failures = new Map<string, Failure[]>();

  onBegin(config: FullConfig, suite: Suite): void {
    this.folder = config.projects[0]?.testDir ?? '';
    for (const test of suite.allTests()) this.left.set(this.specOf(test), (this.left.get(this.specOf(test)) ?? 0) + 1);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const spec = this.specOf(test);
    const left = (this.left.get(spec) ?? 0) - 1;
    this.left.set(spec, left);
    const failures = this.failures.get(spec) ?? [];
    if (result.status !== 'passed') failures.push({ title: test.title, error: describe(result) });
    this.failures.set(spec, failures);
    if (left === 0) writeLine({ spec, failures });
  }

  onError(error: TestError): void {
    writeLine({
      spec: null,
      failures: [{ title: 'outside of the journeys', error: error.stack ?? error.message ?? '' }],
    });
  }

  private specOf(test: TestCase): string {
    return relative(this.folder, test.location.file);
  }
}

function describe({ status, errors, attachments }: TestResult): string {
  const traces = attachments
    .filter(({ name }) => name === 'trace')
    .map(({ path }) => `Trace: npx playwright show-trace ${path}`);
  return [status, ...errors.map(({ stack, message }) => stack ?? message ?? ''), ...traces].join('\n');
}

function writeLine(line: { spec: string | null; failures: Failure[] }): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
