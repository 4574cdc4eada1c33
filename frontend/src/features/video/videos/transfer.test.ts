// Parts of a file: only the missing ones travel, a failed one travels again, and a pause stops the rest.
import { expect, it, vi } from 'vitest';
import { type PartAddress, sendMissingParts, type Transfer } from './transfer';

const FILE = new Blob([new Uint8Array(25)]);

function transferOf(changes: Partial<Transfer> = {}): Transfer {
  return {
    file: FILE,
    partCount: 3,
    partBytes: 10,
    partsDone: [],
    signParts: (numbers) =>
      Promise.resolve(
        numbers.map((number) => ({
          number,
          url: `part-${number}`,
          firstByte: (number - 1) * 10,
          bytes: number === 3 ? 5 : 10,
        })),
      ),
    sendPart: () => Promise.resolve(),
    showProgress: () => undefined,
    signal: new AbortController().signal,
    ...changes,
  };
}

it('sends what is missing, each part in its length, and ends at the whole', async () => {
  const sent: [number, number][] = [];
  const shares: number[] = [];

  await sendMissingParts(
    transferOf({
      partsDone: [2],
      sendPart: ({ number }, body) => Promise.resolve(void sent.push([number, body.size])),
      showProgress: (share) => shares.push(share),
    }),
  );

  expect(sent).toEqual([
    [1, 10],
    [3, 5],
  ]);
  expect(shares[0]).toBe(10 / 25);
  expect(shares.at(-1)).toBe(1);
});

it('sends a part again that failed, and gives up in the end', async () => {
  const flaky = vi.fn<(address: PartAddress) => Promise<void>>().mockRejectedValueOnce(new Error('lost'));
  flaky.mockResolvedValue(undefined);
  await sendMissingParts(transferOf({ sendPart: flaky }));
  expect(flaky).toHaveBeenCalledTimes(4);

  const dead = transferOf({ sendPart: () => Promise.reject(new Error('lost')) });
  await expect(sendMissingParts(dead)).rejects.toThrow('lost');
});

it('a pause stops what has not been sent', async () => {
  const controller = new AbortController();
  const sendPart = vi.fn(() => {
    controller.abort();
    return Promise.resolve();
  });

  await expect(
    sendMissingParts(
      transferOf({ partCount: 30, file: new Blob([new Uint8Array(300)]), sendPart, signal: controller.signal }),
    ),
  ).rejects.toThrow();
  expect(sendPart.mock.calls.length).toBeLessThan(30);
});
