// Whether a variant can be bought, in words: pieces of prints and books, seats of walks.
import type { graphql } from '../../../shared/graphql/graphql';
import type { useMessages } from './messages/use-messages';

interface Offer {
  availability: ReturnType<typeof graphql.scalar<'Availability'>>;
  startsAt: string | null;
}

export function describeAvailability(
  { availability, startsAt }: Offer,
  messages: ReturnType<typeof useMessages>,
  now = Date.now(),
): string {
  if (startsAt === null) return messages[availability];
  if (Date.parse(startsAt) <= now) return messages.started;
  return { IN_STOCK: messages.seats, FEW: messages.fewSeats, SOLD_OUT: messages.noSeats }[availability];
}

/** Return what a product as a whole says of its stock: nothing while there is enough of something. */
export function describeScarcity(offers: readonly Offer[], messages: ReturnType<typeof useMessages>): string | null {
  const rank = ['IN_STOCK', 'FEW', 'SOLD_OUT'] as const;
  const best = [...offers].sort((one, other) => rank.indexOf(one.availability) - rank.indexOf(other.availability))[0];
  return best && best.availability !== 'IN_STOCK' ? describeAvailability(best, messages) : null;
}
