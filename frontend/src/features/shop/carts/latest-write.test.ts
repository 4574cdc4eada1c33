// Quantities that are changed faster than the network answers: the last one is what is kept.
import { expect, it } from 'vitest';
import { LatestWrite } from './latest-write';

it('sends one at a time, and of those that wait the last', async () => {
  const sent: number[] = [];
  const answers: (() => void)[] = [];
  const writes = new LatestWrite<number>((value) => {
    sent.push(value);
    return new Promise((resolve) => answers.push(resolve));
  });

  const all = writes.write(1);
  void writes.write(2);
  void writes.write(3);
  expect(sent).toEqual([1]);
  answers.shift()?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(sent).toEqual([1, 3]);
  answers.shift()?.();
  await all;
});

it('goes on after a failure', async () => {
  const sent: number[] = [];
  const writes = new LatestWrite<number>((value) => {
    sent.push(value);
    return value === 1 ? Promise.reject(new Error('lost')) : Promise.resolve();
  });

  await expect(writes.write(1)).rejects.toThrow('lost');
  await writes.write(2);
  expect(sent).toEqual([1, 2]);
});
