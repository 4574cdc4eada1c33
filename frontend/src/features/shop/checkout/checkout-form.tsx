// The checkout of lines of one currency: where they are shipped, what they come to, and the button that orders them.
import { type SyntheticEvent, useState } from 'react';
import { Link } from '@tanstack/react-router';
import { useIsOnline } from '../../../shared/offline/online';
import type { CartLine } from '../carts/cart-lines';
import { findSmallestCharge } from '../catalogue/charges';
import { formatMoney } from '../catalogue/money';
import { ReceiptTotals } from '../orders/receipt';
import { findAddressProblems } from './address';
import { AddressFields, getFieldId } from './address-fields';
import { CheckoutLine } from './checkout-line';
import { priceLine, sumLines } from './checkout-totals';
import { useMessages } from './messages/use-messages';
import { useAddress } from './use-address';
import { useCheckout } from './use-checkout';

interface Props {
  lines: readonly CartLine[];
  currency: string;
  reload: () => void;
}

export function CheckoutForm({ lines, currency, reload }: Props) {
  const messages = useMessages();
  const isOnline = useIsOnline();
  const [address, setAddress] = useAddress();
  const [wasTried, setTried] = useState(false);
  const { order, isUnanswered, isSending, refusals, problem, resolve } = useCheckout(lines, reload);
  const totals = sumLines(
    lines.map(priceLine).filter((each) => each !== null),
    currency,
  );
  const isShipped = lines.some(({ product }) => product && product.type !== 'WALK');
  const addressProblems = findAddressProblems(address);
  const destination = isShipped ? address : null;
  const lacksSomething = lines.some((line) => line.problem) && !isUnanswered(destination);
  // A line that cannot be ordered is not in the total, and its own problem says so.
  const smallest = lacksSomething ? null : findSmallestCharge(totals.total);
  const isBlocked = lacksSomething || refusals.length > 0 || smallest !== null;

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    setTried(true);
    const [firstWrong] = isShipped ? addressProblems.keys() : [];
    if (firstWrong) document.getElementById(getFieldId(firstWrong))?.focus();
    else if (!isBlocked && isOnline) void order(destination);
  }

  return (
    <form className="checkout-layout" noValidate onSubmit={submit}>
      <section aria-labelledby="checkout-address">
        <h2 id="checkout-address">{messages.shipTo}</h2>
        {isShipped ? (
          <>
            <AddressFields address={address} problems={wasTried ? addressProblems : new Map()} onChange={setAddress} />
            <p className="checkout-note">{messages.addressUse}</p>
          </>
        ) : (
          <p className="checkout-note">{messages.nothingShips}</p>
        )}
      </section>
      <section aria-labelledby="checkout-order" className="checkout-summary">
        <h2 id="checkout-order">{messages.yourOrder}</h2>
        <ul className="receipt">
          {lines.map((line) => (
            <CheckoutLine
              key={line.variantId}
              line={line}
              refusal={refusals.find(({ variantId }) => variantId === line.variantId)}
              reload={() => {
                resolve(line.variantId);
                reload();
              }}
            />
          ))}
        </ul>
        <ReceiptTotals totals={totals} />
        <div role="alert">
          {smallest ? <p className="problem">{messages.tooSmall({ smallest: formatMoney(smallest) })}</p> : null}
          {isBlocked && !smallest ? (
            <p className="problem">{refusals.length > 0 ? messages.refused : messages.resolveFirst}</p>
          ) : null}
          {problem ? <p className="problem">{messages.failed({ why: problem })}</p> : null}
        </div>
        {isOnline ? null : (
          <p className="checkout-note" role="status">
            {messages.offline}
          </p>
        )}
        <button
          type="submit"
          className="button button-main"
          disabled={isBlocked || !isOnline}
          aria-disabled={isSending || undefined}
        >
          {messages.placeOrder({ total: formatMoney(totals.total) })}
        </button>
        <p className="checkout-note">
          {messages.holdNote} <Link to="/cart">{messages.backToCart}</Link>
        </p>
      </section>
    </form>
  );
}
