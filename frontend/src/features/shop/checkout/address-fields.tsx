// The fields of a shipping address, each with what is wrong with it.
import { useId, useMemo } from 'react';
import { useLanguage } from '../../../shared/i18n/language';
import { TextArea, TextInput } from '../../../shared/ui/text-field';
import { type Address, type AddressField, type findAddressProblems, LENGTHS } from './address';
import { listCountries } from './countries';
import { useMessages } from './messages/use-messages';

type Problems = ReturnType<typeof findAddressProblems>;

interface Props {
  address: Address;
  /** What is said to be wrong; empty until somebody tries to order. */
  problems: Problems;
  onChange: (address: Address) => void;
}

/** Return the id of a field, so that the first wrong one can get the focus. */
export function getFieldId(field: AddressField): string {
  return `address-${field}`;
}

export function AddressFields({ address, problems, onChange }: Props) {
  const messages = useMessages();
  const hintId = useId();
  const describe = (field: AddressField) => ({
    id: getFieldId(field),
    className: 'input',
    value: address[field],
    'aria-invalid': problems.has(field) || undefined,
    'aria-describedby': problems.has(field) ? `${getFieldId(field)}-problem` : undefined,
    onChange: ({ target }: { target: { value: string } }) => onChange({ ...address, [field]: target.value }),
  });
  const limit = (field: AddressField) => ({ ...describe(field), maxCharacters: LENGTHS[field] });
  return (
    <div className="address-fields">
      <div className="field address-wide">
        <label htmlFor={getFieldId('name')}>{messages.name}</label>
        <TextInput {...limit('name')} autoComplete="shipping name" />
        <FieldProblem field="name" problems={problems} />
      </div>
      <div className="field address-wide">
        <label htmlFor={getFieldId('street')}>{messages.street}</label>
        <TextArea
          {...limit('street')}
          rows={2}
          autoComplete="shipping street-address"
          aria-describedby={problems.has('street') ? `${getFieldId('street')}-problem` : hintId}
        />
        <small id={hintId}>{messages.streetHint}</small>
        <FieldProblem field="street" problems={problems} />
      </div>
      <div className="field">
        <label htmlFor={getFieldId('postcode')}>{messages.postcode}</label>
        <TextInput {...limit('postcode')} autoComplete="shipping postal-code" />
        <FieldProblem field="postcode" problems={problems} />
      </div>
      <div className="field">
        <label htmlFor={getFieldId('town')}>{messages.town}</label>
        <TextInput {...limit('town')} autoComplete="shipping address-level2" />
        <FieldProblem field="town" problems={problems} />
      </div>
      <div className="field">
        <label htmlFor={getFieldId('region')}>{messages.region}</label>
        <TextInput {...limit('region')} autoComplete="shipping address-level1" />
        <FieldProblem field="region" problems={problems} />
      </div>
      <div className="field">
        <label htmlFor={getFieldId('country')}>{messages.country}</label>
        <select {...describe('country')} autoComplete="shipping country">
          <option value="">{messages.chooseCountry}</option>
          <CountryOptions />
        </select>
        <FieldProblem field="country" problems={problems} />
      </div>
    </div>
  );
}

function CountryOptions() {
  const { locale } = useLanguage();
  const countries = useMemo(() => listCountries(locale), [locale]);
  return countries.map(({ code, name }) => (
    <option key={code} value={code}>
      {name}
    </option>
  ));
}

function FieldProblem({ field, problems }: { field: AddressField; problems: Problems }) {
  const messages = useMessages();
  const problem = problems.get(field);
  if (!problem) return null;
  const missing: Partial<Record<AddressField, string>> = {
    name: messages.missingName,
    street: messages.missingStreet,
    town: messages.missingTown,
    country: messages.missingCountry,
  };
  return (
    <p id={`${getFieldId(field)}-problem`} className="field-problem">
      {(problem === 'missing' ? missing[field] : undefined) ?? messages.addressTooLong}
    </p>
  );
}
