// A guest's cart: lines kept in the browser, the same in all of its tabs, until the guest signs in.
import * as v from 'valibot';

const STORAGE_KEY = 'waymark.cart';
export const MAX_LINES = 40;
export const MAX_QUANTITY = 99;

const LINE = v.object({
  variantId: v.string(),
  productId: v.string(),
  title: v.string(),
  quantity: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_QUANTITY)),
  /** The price that the guest saw, so that the cart can say that it changed. */
  priceSeen: v.object({ amount: v.number(), currency: v.string() }),
  priceVersionSeen: v.number(),
});

export type GuestLine = v.InferOutput<typeof LINE>;

const EMPTY: readonly GuestLine[] = [];

export class GuestCart {
  private readonly listeners = new Set<() => void>();
  private text: string | null = null;
  private lines = EMPTY;

  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {}

  /** Return the lines; the same array as long as nothing changed. What cannot be read is an empty cart. */
  read = (): readonly GuestLine[] => {
    const text = this.storage.getItem(STORAGE_KEY);
    if (text !== this.text) [this.text, this.lines] = [text, parseLines(text)];
    return this.lines;
  };

  /** Set a line, in its place if the variant is there already. Return whether there was room for it. */
  setLine(line: GuestLine): boolean {
    const lines = this.read();
    const isKnown = lines.some(({ variantId }) => variantId === line.variantId);
    if (!isKnown && lines.length >= MAX_LINES) return false;
    this.write(isKnown ? lines.map((each) => (each.variantId === line.variantId ? line : each)) : [...lines, line]);
    return true;
  }

  removeLine(variantId: string): void {
    this.write(this.read().filter((each) => each.variantId !== variantId));
  }

  clear(): void {
    this.write(EMPTY);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private write(lines: readonly GuestLine[]): void {
    if (lines.length > 0) this.storage.setItem(STORAGE_KEY, JSON.stringify(lines));
    else this.storage.removeItem(STORAGE_KEY);
    for (const listener of this.listeners) listener();
  }
}

function parseLines(text: string | null): readonly GuestLine[] {
  try {
    const { success, output } = v.safeParse(v.array(LINE), JSON.parse(text ?? '[]'));
    return success ? output.slice(0, MAX_LINES) : EMPTY;
  } catch {
    return EMPTY; // no JSON
  }
}
