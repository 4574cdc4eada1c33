// A variant as a seller types it, and what the API is sent of it.
import type { Kind } from '../catalogue/shop-address';
import { parseAmount, writeAmount } from '../catalogue/money';
import { toMoment } from '../catalogue/walk-time';
import type { useMessages } from './messages/use-messages';

export interface VariantDraft {
  /** Keeps a row's identity while others come and go. */
  key: string;
  name: string;
  price: string;
  stock: string;
  /** A local time at the place, such as `2027-03-28T09:30`; only of walks. */
  starts: string;
  minutes: string;
}

interface VariantInput {
  name: string;
  price: number;
  stock: number;
  startsAt?: string;
  zone?: string;
  minutes?: number;
}

type Words = ReturnType<typeof useMessages>;

export function createVariantDraft(): VariantDraft {
  return { key: crypto.randomUUID(), name: '', price: '', stock: '1', starts: '', minutes: '120' };
}

/** Return the API's input for a draft, or the sentence that says what is wrong with it. */
export function readVariantDraft(
  draft: VariantDraft,
  { kind, currency, zone }: { kind: Kind; currency: string; zone: string },
  messages: Words,
): VariantInput | string {
  const price = parseAmount(draft.price, currency);
  if (price === null) return describePrice(currency, messages);
  const input = { name: draft.name, price, stock: Number(draft.stock) };
  if (kind !== 'WALK') return input;
  const startsAt = toMoment(draft.starts, zone);
  if (startsAt === null) return messages.badTime;
  return { ...input, startsAt, zone, ...(draft.minutes ? { minutes: Number(draft.minutes) } : {}) };
}

/** Say how a price of a currency is written. */
export function describePrice(currency: string, messages: Words): string {
  return messages.badPrice({ example: writeAmount({ amount: 4900, currency }) });
}

/** Return basis points of a rate in percent, such as 1900 of `19`; null where it is none. */
export function parseTaxRate(text: string): number | null {
  if (!/^\d{1,3}(?:[.,]\d{1,2})?$/.test(text.trim())) return null;
  const rate = Math.round(Number(text.replace(',', '.')) * 100);
  return rate <= 10_000 ? rate : null;
}
