// Changes what a product says: its title, its description, the tax in its prices, and by which clocks its sales are dated.
import { type SyntheticEvent, useState } from 'react';
import { notify } from '../../../shared/ui/notices';
import { TextArea, TextInput } from '../../../shared/ui/text-field';
import { TaxField, ZoneField } from './choice-fields';
import { useMessages } from './messages/use-messages';
import { type OwnProduct, useProductChanges } from './own-product';
import { parseTaxRate } from './variant-draft';

export function ProductDetailsForm({ product }: { product: OwnProduct }) {
  const messages = useMessages();
  const { update } = useProductChanges();
  const [title, setTitle] = useState(product.title);
  const [description, setDescription] = useState(product.description);
  const [tax, setTax] = useState(String(product.taxRate / 100));
  // One from before the zone was asked has none, and its sales were dated by UTC.
  const [zone, setZone] = useState(() => product.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [problem, setProblem] = useState<string | null>(null);

  async function save(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    const taxRate = parseTaxRate(tax);
    if (taxRate === null) {
      setProblem(messages.badTax);
      return;
    }
    const { id, version: expectedVersion } = product;
    const change = await update({ id, expectedVersion, title, description, taxRate, zone });
    setProblem(change.problem);
    if (!change.problem) notify(messages.saved);
  }

  return (
    <form className="sell-form" onSubmit={(event) => void save(event)}>
      <label className="field">
        {messages.title}
        <TextInput
          className="input"
          required
          maxCharacters={120}
          value={title}
          onChange={({ target }) => setTitle(target.value)}
        />
      </label>
      <label className="field">
        {messages.description}
        <TextArea
          className="input"
          rows={4}
          maxCharacters={5000}
          value={description}
          onChange={({ target }) => setDescription(target.value)}
        />
      </label>
      <div className="sell-pair">
        <TaxField value={tax} onChange={setTax} />
        {product.type === 'WALK' ? null : (
          <ZoneField label={messages.yourZone} hint={messages.yourZoneUse} value={zone} onChange={setZone} />
        )}
      </div>
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      <p className="sell-acts">
        <button type="submit" className="button button-main">
          {messages.save}
        </button>
      </p>
    </form>
  );
}
