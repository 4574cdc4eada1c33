// Addresses with what no item can have as its id are unknown addresses.
import { notFound } from '@tanstack/react-router';
import { isId } from '../shared/ids';

/** Throw `notFound` for an address with a malformed id, whatever page it is of. */
export function requireIds({ params }: { params: Readonly<Record<string, string>> }): void {
  const ids = Object.entries(params).filter(([name]) => name.endsWith('Id'));
  if (!ids.every(([, id]) => isId(id))) throw notFound();
}
