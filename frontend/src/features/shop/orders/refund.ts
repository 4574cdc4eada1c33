// What a seller gives back of a sale, as it is typed and as the API is sent it.
import { useMutation } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { useIdempotencyKey } from '../../../shared/graphql/idempotency-key';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { formatMoney, type Money, parseAmount, writeAmount } from '../catalogue/money';
import type { useMessages } from './messages/use-messages';
import type { Sale } from './sale';

const REFUND_SALE = graphql(`
  mutation RefundSale($input: RefundSaleInput!) {
    refundSale(input: $input) {
      sale {
        orderId
        refunded {
          amount
          currency
        }
      }
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);

export interface RefundDraft {
  /** How many pieces of each line go back, by its number; used while no amount is typed. */
  pieces: Readonly<Record<number, number>>;
  amount: string;
  reason: string;
}

type Refundable = Pick<Sale, 'orderId' | 'total' | 'refunded'>;

interface RefundInput {
  orderId: string;
  reason: string;
  lines?: { line: number; quantity: number }[];
  amount?: number;
}

export const EMPTY_REFUND: RefundDraft = { pieces: {}, amount: '', reason: '' };

/** Return what of a sale was not given back yet. */
export function countRefundable({ total, refunded }: Pick<Sale, 'total' | 'refunded'>): Money {
  return { amount: total.amount - refunded.amount, currency: total.currency };
}

/** Return the API's input for a draft, or the sentence that says what is wrong with it. */
export function readRefundDraft(
  { pieces, amount: typed, reason }: RefundDraft,
  sale: Refundable,
  messages: ReturnType<typeof useMessages>,
): RefundInput | string {
  const { currency } = sale.total;
  const input = { orderId: sale.orderId, reason: reason.trim() };
  if (!input.reason) return messages.refundNeedsReason;
  if (typed.trim()) {
    const amount = parseAmount(typed, currency);
    if (amount === null) return messages.badAmount({ example: writeAmount({ amount: 1900, currency }) });
    const refundable = countRefundable(sale);
    return amount <= refundable.amount
      ? { ...input, amount }
      : messages.refundTooLarge({ left: formatMoney(refundable) });
  }
  const lines = Object.entries(pieces).map(([line, quantity]) => ({ line: Number(line), quantity }));
  const chosenLines = lines.filter(({ quantity }) => quantity > 0);
  return chosenLines.length > 0 ? { ...input, lines: chosenLines } : messages.refundNothing;
}

/** Return a function that gives money back, and resolves to why it could not, or null. */
export function useRefundSale(): (input: RefundInput) => Promise<string | null> {
  const [, refund] = useMutation(REFUND_SALE);
  const idempotencyKey = useIdempotencyKey();
  return async (input) => {
    const { data, error } = await refund({ input: { ...input, idempotencyKey: idempotencyKey.keyFor(input) } });
    const problem = describeWriteError(error, data?.refundSale);
    if (problem === null) idempotencyKey.reset();
    return problem;
  };
}
