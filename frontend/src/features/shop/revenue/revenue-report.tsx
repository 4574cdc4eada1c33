// What a seller earned in one currency: the sums, and plots by month, product and place with a table each.
import { Link } from '@tanstack/react-router';
import { useLanguage } from '../../../shared/i18n/language';
import { formatMoney } from '../catalogue/money';
import { useMessages } from './messages/use-messages';
import { formatMonth, MonthChart } from './month-chart';
import { fillMonths, findRest, REST, type Revenue, type RevenueRow } from './report';
import { RevenueTable } from './revenue-table';
import './revenue.css';

interface Props {
  byMonth: Revenue;
  byProduct: Revenue | undefined;
  byPlace: Revenue | undefined;
  since: string;
  /** The last month that is shown also without sales. */
  last: string;
}

export function RevenueReport({ byMonth, byProduct, byPlace, since, last }: Props) {
  const messages = useMessages();
  const { locale } = useLanguage();
  const { currency, sold, refunded, revenue, pieces } = byMonth;
  const months = fillMonths(byMonth.rows, since, last);
  const write = (amount: string) => formatMoney({ amount: Number(amount), currency }, locale);
  return (
    <div className="revenue">
      <dl className="revenue-sums">
        <Sum name={messages.revenue} value={write(revenue)} />
        <Sum name={messages.sold} value={write(sold)} />
        <Sum name={messages.refunded} value={write(refunded)} />
        <Sum name={messages.pieces} value={pieces.toLocaleString(locale)} />
      </dl>
      <section className="revenue-months">
        <h2>{messages.byMonth}</h2>
        <MonthChart rows={months} write={write} />
        <RevenueTable
          heading={messages.month}
          rows={[...months].reverse()}
          describe={({ key }) => formatMonth(key, locale)}
          write={write}
        />
      </section>
      {byProduct ? (
        <section>
          <h2>{messages.byProduct}</h2>
          <RevenueTable
            heading={messages.product}
            rows={addRest(byProduct)}
            hasBars
            describe={(row) => <ProductName row={row} />}
            write={write}
          />
        </section>
      ) : null}
      {byPlace ? (
        <section>
          <h2>{messages.byPlace}</h2>
          <RevenueTable
            heading={messages.place}
            rows={addRest(byPlace)}
            hasBars
            describe={(row) => <PlaceName row={row} />}
            write={write}
          />
        </section>
      ) : null}
      <p className="revenue-note">{messages.dates}</p>
    </div>
  );
}

function Sum({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function ProductName({ row: { key, name } }: { row: RevenueRow }) {
  const messages = useMessages();
  if (key === REST) return messages.rest;
  return name === null ? (
    messages.goneProduct
  ) : (
    <Link to="/sell/$productId" params={{ productId: key }}>
      {name}
    </Link>
  );
}

function PlaceName({ row: { key, name, position } }: { row: RevenueRow }) {
  const messages = useMessages();
  if (key === REST) return messages.rest;
  if (name !== null) return name;
  return position
    ? messages.unnamedPlace({ position: `${position.latitude.toFixed(1)}, ${position.longitude.toFixed(1)}` })
    : messages.noPlace;
}

function addRest(revenue: Revenue): readonly RevenueRow[] {
  const rest = findRest(revenue);
  return rest ? [...revenue.rows, rest] : revenue.rows;
}
