// The currency, the tax and the time zone of a product.
import { getLocale } from '../../../shared/i18n/language';
import { CURRENCIES } from '../catalogue/currencies';
import { useMessages } from './messages/use-messages';

interface Props {
  value: string;
  onChange: (value: string) => void;
}

export function CurrencyField({ value, onChange }: Props) {
  const messages = useMessages();
  const names = new Intl.DisplayNames(getLocale(), { type: 'currency' });
  return (
    <label className="field">
      {messages.currency}
      <select className="input" value={value} onChange={({ target }) => onChange(target.value)}>
        {CURRENCIES.map((code) => (
          <option key={code} value={code}>
            {`${code} – ${names.of(code) ?? code}`}
          </option>
        ))}
      </select>
    </label>
  );
}

export function TaxField({ value, onChange }: Props) {
  const messages = useMessages();
  return (
    <label className="field">
      {messages.taxRate}
      <input
        className="input"
        required
        inputMode="decimal"
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}

export function ZoneField({ value, onChange }: Props) {
  const messages = useMessages();
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    <label className="field">
      {messages.zone}
      <select className="input" value={value} onChange={({ target }) => onChange(target.value)}>
        {[...new Set([value, ...zones])].map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
    </label>
  );
}
