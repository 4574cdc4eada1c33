// The variants of a product that exists: rename, reprice, restock, remove and add.
import { type SyntheticEvent, useId, useState } from 'react';
import { useIdempotencyKey } from '../../../shared/graphql/idempotency-key';
import { ConfirmButton } from '../../../shared/ui/confirm-button';
import { notify } from '../../../shared/ui/notices';
import { TextInput } from '../../../shared/ui/text-field';
import { parseAmount, writeAmount } from '../catalogue/money';
import { VariantDate } from '../catalogue/variant-choice';
import { ZoneField } from './choice-fields';
import { useMessages } from './messages/use-messages';
import { type OwnProduct, type OwnVariant, useProductChanges } from './own-product';
import { createVariantDraft, describePrice, readVariantDraft } from './variant-draft';
import { VariantFields } from './variant-fields';

export function VariantEditor({ product }: { product: OwnProduct }) {
  const messages = useMessages();
  return (
    <section className="sell-variants" aria-labelledby="sell-variants">
      <h2 id="sell-variants">{product.type === 'WALK' ? messages.dates : messages.options}</h2>
      <p>{messages.priceNote}</p>
      {product.variants.map((variant) => (
        <VariantForm key={`${variant.id} ${variant.available ?? 0}`} product={product} variant={variant} />
      ))}
      <NewVariant key={product.variants.length} product={product} />
    </section>
  );
}

/** One variant. Its price and name are one change, its stock another: orders may take pieces meanwhile. */
function VariantForm({ product, variant }: { product: OwnProduct; variant: OwnVariant }) {
  const messages = useMessages();
  const { updateVariant, removeVariant, changeStock } = useProductChanges();
  const formId = useId();
  const idempotencyKey = useIdempotencyKey();
  const available = variant.available ?? 0;
  const [name, setName] = useState(variant.name);
  const [price, setPrice] = useState(() => writeAmount(variant.price));
  const [stock, setStock] = useState(String(available));
  const [problem, setProblem] = useState<string | null>(null);
  const ids = { productId: product.id, variantId: variant.id };

  async function saveWords(amount: number): Promise<string | null> {
    if (name === variant.name && amount === variant.price.amount) return null;
    const change = await updateVariant({ ...ids, expectedVersion: product.version, name, price: amount });
    return change.problem;
  }

  async function saveStock(): Promise<string | null> {
    const input = { ...ids, delta: Number(stock) - available };
    if (input.delta === 0) return null;
    const change = await changeStock({ ...input, idempotencyKey: idempotencyKey.keyFor(input) });
    if (!change.problem) idempotencyKey.reset();
    return change.problem;
  }

  async function save(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    const amount = parseAmount(price, product.currency);
    if (amount === null) {
      setProblem(describePrice(product.currency, messages));
      return;
    }
    const refusedBecause = (await saveWords(amount)) ?? (await saveStock());
    setProblem(refusedBecause);
    if (!refusedBecause) notify(messages.saved);
  }

  async function remove(): Promise<void> {
    const change = await removeVariant({ ...ids, expectedVersion: product.version });
    setProblem(change.problem);
  }

  return (
    <div className="sell-variant">
      <VariantDate variant={variant} />
      <form id={formId} onSubmit={(event) => void save(event)}>
        <div className="variant-fields">
          <label className="field variant-name">
            {product.type === 'WALK' ? messages.dateName : messages.name}
            <TextInput
              className="input"
              required
              maxCharacters={80}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          </label>
          <label className="field">
            {messages.price({ currency: product.currency })}
            <input
              className="input"
              required
              inputMode="decimal"
              value={price}
              onChange={({ target }) => setPrice(target.value)}
            />
          </label>
          <label className="field">
            {product.type === 'WALK' ? messages.seats : messages.stock}
            <input
              className="input"
              type="number"
              required
              min={0}
              max={1_000_000}
              value={stock}
              onChange={({ target }) => setStock(target.value)}
            />
          </label>
        </div>
        {problem ? (
          <p className="problem" role="alert">
            {problem}
          </p>
        ) : null}
      </form>
      <div className="sell-acts">
        <button type="submit" form={formId} className="button">
          {messages.save}
        </button>
        <ConfirmButton
          label={messages.remove}
          className="button button-plain"
          isDisabled={false}
          question={messages.removeQuestion({ name: variant.name })}
          consequence={messages.removeConsequence}
          action={messages.remove}
          isDestructive
          onConfirm={() => void remove()}
        />
      </div>
    </div>
  );
}

function NewVariant({ product }: { product: OwnProduct }) {
  const messages = useMessages();
  const { addVariant } = useProductChanges();
  const [draft, setDraft] = useState<ReturnType<typeof createVariantDraft> | null>(null);
  const [zone, setZone] = useState(
    () => product.variants.at(-1)?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  );
  const [problem, setProblem] = useState<string | null>(null);
  const { id: productId, version: expectedVersion, type: kind, currency } = product;
  const addLabel = kind === 'WALK' ? messages.addDate : messages.addOption;

  if (!draft)
    return (
      <button type="button" className="button" onClick={() => setDraft(createVariantDraft())}>
        {addLabel}
      </button>
    );

  async function add(event: SyntheticEvent, written: NonNullable<typeof draft>): Promise<void> {
    event.preventDefault();
    const variant = readVariantDraft(written, { kind, currency, zone }, messages);
    const refusedBecause =
      typeof variant === 'string' ? variant : (await addVariant({ productId, expectedVersion, variant })).problem;
    setProblem(refusedBecause);
  }

  return (
    <form className="sell-variant" onSubmit={(event) => void add(event, draft)}>
      {kind === 'WALK' ? <ZoneField label={messages.zone} value={zone} onChange={setZone} /> : null}
      <VariantFields draft={draft} kind={kind} currency={currency} onChange={setDraft} />
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      <p className="sell-acts">
        <button type="submit" className="button button-main">
          {addLabel}
        </button>
      </p>
    </form>
  );
}
