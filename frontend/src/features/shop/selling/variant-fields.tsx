// The fields of one variant that a seller writes: name, price and stock, and of walks when they start.
import { TextInput } from '../../../shared/ui/text-field';
import type { Kind } from '../catalogue/shop-address';
import { useMessages } from './messages/use-messages';
import type { VariantDraft } from './variant-draft';

const NAME_LENGTH = 80;

interface Props {
  draft: VariantDraft;
  kind: Kind;
  currency: string;
  onChange: (draft: VariantDraft) => void;
}

export function VariantFields({ draft, kind, currency, onChange }: Props) {
  const messages = useMessages();
  const isWalk = kind === 'WALK';
  const set = (changes: Partial<VariantDraft>) => onChange({ ...draft, ...changes });
  return (
    <div className="variant-fields">
      <label className="field variant-name">
        {isWalk ? messages.dateName : messages.name}
        <TextInput
          className="input"
          required
          maxCharacters={NAME_LENGTH}
          placeholder={isWalk ? messages.dateNamePlaceholder : messages.namePlaceholder}
          value={draft.name}
          onChange={({ target }) => set({ name: target.value })}
        />
      </label>
      <label className="field">
        {messages.price({ currency })}
        <input
          className="input"
          required
          inputMode="decimal"
          value={draft.price}
          onChange={({ target }) => set({ price: target.value })}
        />
      </label>
      <label className="field">
        {isWalk ? messages.seats : messages.stock}
        <input
          className="input"
          type="number"
          required
          min={0}
          max={1_000_000}
          value={draft.stock}
          onChange={({ target }) => set({ stock: target.value })}
        />
      </label>
      {isWalk ? (
        <>
          <label className="field variant-starts">
            {messages.starts}
            <input
              className="input"
              type="datetime-local"
              required
              value={draft.starts}
              onChange={({ target }) => set({ starts: target.value })}
            />
          </label>
          <label className="field">
            {messages.minutes}
            <input
              className="input"
              type="number"
              min={1}
              max={1440}
              value={draft.minutes}
              onChange={({ target }) => set({ minutes: target.value })}
            />
          </label>
        </>
      ) : null}
    </div>
  );
}
