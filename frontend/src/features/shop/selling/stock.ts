// What is left of a product, and what runs low.

const LOW = 3;

interface Stocked {
  name: string;
  available: number | null;
}

/** Return how many pieces or seats are left of all variants together. */
export function countLeft(variants: readonly Stocked[]): number {
  return variants.reduce((sum, { available }) => sum + (available ?? 0), 0);
}

/** Return the names of the variants of which at most three are left. */
export function findLowStock(variants: readonly Stocked[]): string[] {
  return variants.filter(({ available }) => available !== null && available <= LOW).map(({ name }) => name);
}
