// A draft saves automatically, in order, and keeps what was refused.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Autosave, type SaveProblem, type SaveState } from './autosave';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('saves once, a moment after the last of several changes', async () => {
  const saved: string[] = [];
  const autosave = new Autosave<string>(
    (text) => Promise.resolve(void saved.push(text)).then(() => null),
    () => undefined,
    100,
  );

  for (const text of ['a', 'ab', 'abc']) autosave.change(text);
  await vi.advanceTimersByTimeAsync(100);

  expect(saved).toEqual(['abc']);
});

it('never has two saves under way', async () => {
  const finish: (() => void)[] = [];
  const began: string[] = [];
  const autosave = new Autosave<string>(
    (text) => {
      began.push(text);
      return new Promise((done) => finish.push(() => done(null)));
    },
    () => undefined,
    100,
  );

  autosave.change('first');
  await vi.advanceTimersByTimeAsync(100);
  autosave.change('second');
  await vi.advanceTimersByTimeAsync(1000);
  expect(began).toEqual(['first']);

  finish[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(began).toEqual(['first', 'second']);
});

it('keeps a refused text, and saves it when asked again', async () => {
  const states: SaveState[] = [];
  const answers: (SaveProblem | null)[] = [{ state: 'failed', message: 'You are offline.' }, null];
  const autosave = new Autosave<string>(
    () => Promise.resolve(answers.shift() ?? null),
    (state) => states.push(state),
    100,
  );

  autosave.change('text');
  await vi.advanceTimersByTimeAsync(100);
  await autosave.flush();

  expect(states).toEqual(['waiting', 'saving', 'failed', 'saving', 'saved']);
});

it('discards what waits and what comes back refused', async () => {
  let finish: (problem: SaveProblem) => void = () => undefined;
  const states: SaveState[] = [];
  const autosave = new Autosave<string>(
    () => new Promise((resolve) => (finish = resolve)),
    (state) => states.push(state),
    100,
  );

  autosave.change('text');
  await vi.advanceTimersByTimeAsync(100);
  const discarded = autosave.discard();
  finish({ state: 'refused', message: 'Too long.' });
  await discarded;

  expect(states.at(-1)).toBe('saved');
  expect(autosave.isSaved).toBe(true);
});
