// An address as it is written on a parcel.
import { getLocale } from '../../../shared/i18n/language';
import './postal-address.css';

interface Address {
  name: string;
  street: string;
  town: string;
  region: string;
  postcode: string;
  country: string;
}

/** Return the lines of an address, the country last. */
export function writeAddress(
  { name, street, town, region, postcode, country }: Address,
  locale = getLocale(),
): string[] {
  const countryName = new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country;
  return [name, ...street.split('\n'), [postcode, town].filter(Boolean).join(' '), region, countryName].filter(Boolean);
}

export function PostalAddress({ address }: { address: Address }) {
  return (
    <address className="postal-address">
      {writeAddress(address).map((line, index) => (
        <span key={index} dir="auto">
          {line}
        </span>
      ))}
    </address>
  );
}
