// The button that leads to the payment provider's page, and what is said to a buyer who comes back from it.
import { useEffect, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { useIsOnline } from '../../../shared/offline/online';
import { readUnsentText, storeUnsentText } from '../../../shared/offline/unsent-text';
import { notify } from '../../../shared/ui/notices';
import { formatMoney, type Money } from '../catalogue/money';
import { useMessages } from './messages/use-messages';

const START_PAYMENT = graphql(`
  mutation StartPayment($input: StartPaymentInput!) {
    startPayment(input: $input) {
      payment {
        orderId
        url
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

const getPlace = (orderId: string) => `paying.${orderId}`;

/** Return whether this tab has led to the page of the provider before. */
export function hasGoneToPay(orderId: string): boolean {
  return readUnsentText(getPlace(orderId)) !== '';
}

export function PayButton({ orderId, total }: { orderId: string; total: Money }) {
  const messages = useMessages();
  const [, start] = useMutation(START_PAYMENT);
  const isOnline = useIsOnline();
  const [isLeaving, setLeaving] = useState(false);

  useEffect(() => {
    const comeBack = () => setLeaving(false); // to the page as it was left, by the browser's own button
    addEventListener('pageshow', comeBack);
    return () => removeEventListener('pageshow', comeBack);
  }, []);

  async function pay(): Promise<void> {
    if (isLeaving) return;
    setLeaving(true);
    const { data, error } = await start({ input: { orderId } });
    const url = data?.startPayment?.payment?.url;
    if (url) {
      storeUnsentText(getPlace(orderId), url);
      location.assign(url);
      return;
    }
    setLeaving(false);
    const problem = describeWriteError(error, data?.startPayment);
    notify(messages.couldNotPay({ why: problem ?? messages.noPaymentPage }));
  }

  return (
    <button
      type="button"
      className="button button-main"
      disabled={!isOnline}
      aria-disabled={isLeaving || undefined}
      onClick={() => void pay()}
    >
      {messages.pay({ total: formatMoney(total) })}
    </button>
  );
}
