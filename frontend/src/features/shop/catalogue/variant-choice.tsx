// The variants of a product to choose from: price and stock, and of walks the date in the zone of the place.
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../../shared/graphql/graphql';
import { describeAvailability } from './availability';
import { downloadCalendarFile } from './calendar-file';
import { useMessages } from './messages/use-messages';
import { formatMoney } from './money';
import { formatDuration, formatStart } from './walk-time';
import './variant-choice.css';

export const VariantChoiceFields = graphql(`
  fragment VariantChoiceFields on Variant {
    id
    name
    price {
      amount
      currency
    }
    priceVersion
    startsAt
    zone
    minutes
    availability
    calendar
  }
`);

type MaskedVariant = FragmentOf<typeof VariantChoiceFields>;
type VariantData = ResultOf<typeof VariantChoiceFields>;

interface Props {
  variants: readonly MaskedVariant[];
  chosenId: string | undefined;
  choose: (id: string) => void;
}

/** Return the variant to begin with: the first that can be bought. */
export function findAvailableVariant(masked: readonly MaskedVariant[]): VariantData | undefined {
  return readFragment(VariantChoiceFields, masked).find(({ availability }) => availability !== 'SOLD_OUT');
}

export function VariantChoice({ variants: masked, chosenId, choose }: Props) {
  const messages = useMessages();
  const variants = readFragment(VariantChoiceFields, masked);
  const legend = variants.some(({ startsAt }) => startsAt) ? messages.chooseDate : messages.choose;
  return (
    <fieldset className="variants">
      <legend>{legend({ count: variants.length })}</legend>
      {variants.map((variant) => (
        <div key={variant.id} className="variant">
          <label>
            <input
              type="radio"
              name="variant"
              value={variant.id}
              checked={variant.id === chosenId}
              disabled={variant.availability === 'SOLD_OUT'}
              onChange={() => choose(variant.id)}
            />
            <span className="variant-words">
              <strong dir="auto">{variant.name}</strong>
              <VariantDate variant={variant} />
              <small className={`variant-${variant.availability.toLowerCase()}`}>
                {describeAvailability(variant, messages)}
              </small>
            </span>
            <span className="variant-price">{formatMoney(variant.price)}</span>
          </label>
          <CalendarButton variant={variant} />
        </div>
      ))}
    </fieldset>
  );
}

type Dated = Pick<VariantData, 'startsAt' | 'zone' | 'minutes'>;

/** A walk's date and duration; nothing for prints and books. */
export function VariantDate({ variant: { startsAt, zone, minutes } }: { variant: Dated }) {
  const messages = useMessages();
  if (!startsAt || !zone) return null;
  return (
    <span className="variant-date">
      <time dateTime={startsAt}>{formatStart(startsAt, zone)}</time>
      {minutes ? ` · ${messages.takes({ duration: formatDuration(minutes) })}` : null}
    </span>
  );
}

function CalendarButton({ variant: { name, startsAt, zone, calendar, availability } }: { variant: VariantData }) {
  const messages = useMessages();
  if (!calendar || !startsAt || !zone || availability === 'SOLD_OUT') return null;
  return (
    <button
      type="button"
      className="button button-plain"
      aria-label={messages.addDateToCalendar({ date: formatStart(startsAt, zone) })}
      onClick={() => downloadCalendarFile(calendar, name)}
    >
      {messages.addToCalendar}
    </button>
  );
}
