// The currency, the tax and the time zone of a product.
import { getLocale } from '../../../shared/i18n/language';
import { CHARGED_CURRENCIES } from '../catalogue/charges';
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
        {CHARGED_CURRENCIES.map((code) => (
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

interface ZoneProps extends Props {
  label: string;
  /** What the zone decides, where its label does not say it. */
  hint?: string;
}

export function ZoneField({ value, onChange, label, hint }: ZoneProps) {
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    <label className="field">
      {label}
      <select className="input" value={value} onChange={({ target }) => onChange(target.value)}>
        {[...new Set([value, ...zones])].map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
      {hint ? <small>{hint}</small> : null}
    </label>
  );
}
