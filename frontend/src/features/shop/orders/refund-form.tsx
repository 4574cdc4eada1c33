// Gives money of a sale back: for pieces of its lines, or an amount, with a reason that the buyer reads.
import { type SyntheticEvent, useState } from 'react';
import { useIsOnline } from '../../../shared/offline/online';
import { notify } from '../../../shared/ui/notices';
import { TextInput } from '../../../shared/ui/text-field';
import { formatMoney } from '../catalogue/money';
import { useMessages } from './messages/use-messages';
import { countRefundable, EMPTY_REFUND, readRefundDraft, type RefundDraft, useRefundSale } from './refund';
import type { Sale } from './sale';
import './refund-form.css';

const REASON_LENGTH = 200;

interface Props {
  sale: Sale;
  reload: () => void;
}

export function RefundForm({ sale, reload }: Props) {
  const messages = useMessages();
  const refund = useRefundSale();
  const isOnline = useIsOnline();
  const [draft, setDraft] = useState(EMPTY_REFUND);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const refundable = countRefundable(sale);
  const set = (changes: Partial<RefundDraft>) => setDraft({ ...draft, ...changes });

  async function send(event: SyntheticEvent) {
    event.preventDefault();
    if (isSending) return;
    const input = readRefundDraft(draft, sale, messages);
    if (typeof input === 'string') {
      setProblem(input);
      return;
    }
    setSending(true);
    const refusal = await refund(input);
    setSending(false);
    setProblem(refusal);
    if (refusal !== null) return;
    setDraft(EMPTY_REFUND);
    notify(messages.refundSent({ number: sale.number }));
    reload();
  }

  if (refundable.amount === 0) return null;
  return (
    <details className="sale-refund">
      <summary>{messages.refund({ number: sale.number })}</summary>
      <form onSubmit={(event) => void send(event)} noValidate>
        <PieceFields sale={sale} draft={draft} set={set} />
        <label className="field">
          {messages.refundAmount({ left: formatMoney(refundable) })}
          <input
            className="input"
            inputMode="decimal"
            value={draft.amount}
            onChange={({ target }) => set({ amount: target.value })}
          />
        </label>
        <label className="field">
          {messages.refundReason}
          <TextInput
            className="input"
            required
            maxCharacters={REASON_LENGTH}
            value={draft.reason}
            onChange={({ target }) => set({ reason: target.value })}
          />
        </label>
        {problem ? (
          <p className="problem" role="alert">
            {problem}
          </p>
        ) : null}
        <button type="submit" className="button" disabled={!isOnline} aria-disabled={isSending || undefined}>
          {messages.refundNow}
        </button>
      </form>
    </details>
  );
}

interface PieceProps {
  sale: Sale;
  draft: RefundDraft;
  set: (changes: Partial<RefundDraft>) => void;
}

function PieceFields({ sale: { lines }, draft: { pieces }, set }: PieceProps) {
  const messages = useMessages();
  return lines
    .filter(({ quantity, refundedQuantity }) => quantity > refundedQuantity)
    .map(({ line, title, quantity, refundedQuantity }) => (
      <label key={line} className="field">
        {messages.refundPieces({ title, count: quantity - refundedQuantity })}
        <input
          className="input"
          type="number"
          min={0}
          max={quantity - refundedQuantity}
          value={pieces[line] ?? 0}
          onChange={({ target }) => set({ pieces: { ...pieces, [line]: Number(target.value) } })}
        />
      </label>
    ));
}
