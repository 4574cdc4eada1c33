// Sends a file in parts: only those that are missing, a few at a time, until all have arrived or somebody pauses.

export interface PartAddress {
  number: number;
  url: string;
  firstByte: number;
  bytes: number;
}

export interface Transfer {
  file: Blob;
  partCount: number;
  partBytes: number;
  partsDone: readonly number[];
  signParts: (numbers: number[]) => Promise<readonly PartAddress[]>;
  sendPart: (address: PartAddress, body: Blob, signal: AbortSignal) => Promise<void>;
  showProgress: (share: number) => void;
  signal: AbortSignal;
}

/** As many as one request signs; addresses are used long before they expire. */
const SIGNED_AT_ONCE = 10;
const SENT_AT_ONCE = 3;
const TRIES = 4;

/** Send the parts that are missing. Rejects if the signal aborts, or a part fails several times. */
export async function sendMissingParts(transfer: Transfer): Promise<void> {
  const { file, partCount, partBytes, partsDone, signal } = transfer;
  const doneParts = new Set(partsDone);
  const missing = Array.from({ length: partCount }, (_, index) => index + 1).filter((number) => !doneParts.has(number));
  let sentBytes = partsDone.reduce((sum, number) => sum + getPartLength(number, partCount, partBytes, file.size), 0);
  transfer.showProgress(sentBytes / file.size);
  for (let start = 0; start < missing.length; start += SIGNED_AT_ONCE) {
    const addresses = [...(await transfer.signParts(missing.slice(start, start + SIGNED_AT_ONCE)))];
    const sendNext = async (): Promise<void> => {
      for (let address = addresses.shift(); address; address = addresses.shift()) {
        signal.throwIfAborted();
        await sendWithRetries(transfer, address);
        sentBytes += address.bytes;
        transfer.showProgress(sentBytes / file.size);
      }
    };
    await Promise.all(Array.from({ length: SENT_AT_ONCE }, sendNext));
  }
}

async function sendWithRetries({ file, sendPart, signal }: Transfer, address: PartAddress): Promise<void> {
  const body = file.slice(address.firstByte, address.firstByte + address.bytes);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await sendPart(address, body, signal);
      return;
    } catch (error) {
      if (signal.aborted || attempt === TRIES) throw error;
    }
  }
}

function getPartLength(number: number, partCount: number, partBytes: number, size: number): number {
  return number === partCount ? size - (partCount - 1) * partBytes : partBytes;
}

/** Put a part where its address says; a response that refuses it rejects. */
export async function putPart({ url }: PartAddress, body: Blob, signal: AbortSignal): Promise<void> {
  const response = await fetch(url, { method: 'PUT', body, signal });
  if (!response.ok) throw new Error(`The part was refused: ${response.status}`);
}
