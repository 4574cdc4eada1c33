// A shipping address as its buyer writes it: what is missing, and what of it is sent.
import * as v from 'valibot';
import { countCharacters } from '../../../shared/text';

const ADDRESS = v.object({
  name: v.string(),
  street: v.string(),
  town: v.string(),
  region: v.string(),
  postcode: v.string(),
  country: v.string(),
});

export type Address = v.InferOutput<typeof ADDRESS>;
export type AddressField = keyof Address;
type AddressProblem = 'missing' | 'tooLong';

export const EMPTY_ADDRESS: Address = { name: '', street: '', town: '', region: '', postcode: '', country: '' };

/** The most characters that the API takes. */
export const LENGTHS: Record<AddressField, number> = {
  name: 200,
  street: 400,
  town: 200,
  region: 200,
  postcode: 40,
  country: 2,
};
const OPTIONAL: readonly AddressField[] = ['region', 'postcode'];

/** Return what is wrong with each field, in the order of the form; nothing for an address that can be sent. */
export function findAddressProblems(address: Address): ReadonlyMap<AddressField, AddressProblem> {
  const problems = new Map<AddressField, AddressProblem>();
  for (const [field, maximum] of Object.entries(LENGTHS) as [AddressField, number][]) {
    const text = address[field].trim();
    if (!text && !OPTIONAL.includes(field)) problems.set(field, 'missing');
    else if (countCharacters(text) > maximum) problems.set(field, 'tooLong');
  }
  return problems;
}

/** Return the fields without blanks around them, and nothing else that came with them. */
export function trimAddress(address: Address): Address {
  const fields = Object.keys(LENGTHS) as AddressField[];
  return Object.fromEntries(fields.map((field) => [field, address[field].trim()])) as Address;
}

/** Return the address that a text was made of, or null. */
export function parseAddress(text: string): Address | null {
  try {
    const { success, output } = v.safeParse(ADDRESS, JSON.parse(text));
    return success ? output : null;
  } catch {
    return null; // no JSON
  }
}
