// What the viewer earned in the last months, in one currency at a time.
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useQuery } from 'urql';
import { useMessages } from '../../features/shop/revenue/messages/use-messages';
import { getPeriod, PERIODS, RevenueFields, writeMonth } from '../../features/shop/revenue/report';
import { RevenueReport } from '../../features/shop/revenue/revenue-report';
import { useOrderEvents } from '../../features/shop/orders/use-order-events';
import { graphql } from '../../shared/graphql/graphql';
import { EmptyState, ErrorState, Loading } from '../../shared/ui/state';
import './home-page.css';

const SALES_REPORT = graphql(
  `
    query SalesReport($since: String!, $until: String!) {
      viewer {
        user {
          id
        }
        byMonth: salesReport(by: MONTH, since: $since, until: $until) {
          currencies {
            ...RevenueFields
          }
        }
        byProduct: salesReport(by: PRODUCT, since: $since, until: $until) {
          currencies {
            ...RevenueFields
          }
        }
        byPlace: salesReport(by: PLACE, since: $since, until: $until) {
          currencies {
            ...RevenueFields
          }
        }
      }
    }
  `,
  [RevenueFields],
);

export function RevenuePage() {
  const messages = useMessages();
  const [months, setMonths] = useState<number>(12);
  return (
    <div className="page">
      <title>{`${messages.revenue} · Waymark`}</title>
      <header className="feed-head">
        <h1>{messages.revenue}</h1>
        <label className="revenue-choice">
          {messages.period}
          <select className="input" value={months} onChange={({ target }) => setMonths(Number(target.value))}>
            {PERIODS.map((count) => (
              <option key={count} value={count}>
                {messages.months({ count })}
              </option>
            ))}
          </select>
        </label>
        <Link to="/sell" className="button">
          {messages.yourProducts}
        </Link>
      </header>
      <RevenueOfMonths key={months} months={months} />
    </div>
  );
}

function RevenueOfMonths({ months }: { months: number }) {
  const messages = useMessages();
  const [now] = useState(() => new Date());
  const [chosen, setChosen] = useState<string | null>(null);
  const period = getPeriod(months, now);
  const [{ data, error, fetching, stale }, refetch] = useQuery({
    query: SALES_REPORT,
    variables: period,
    requestPolicy: 'cache-and-network',
  });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  useOrderEvents(reload);
  const { byMonth, byProduct, byPlace } = data?.viewer ?? {};
  if (!byMonth || !byProduct || !byPlace || (byMonth.currencies.length === 0 && (fetching || stale)))
    return error && !fetching ? <ErrorState error={error} retry={reload} /> : <Loading what={messages.loading} />;
  const currencies = byMonth.currencies.map(({ currency }) => currency);
  const currency = currencies.find((each) => each === chosen) ?? currencies[0];
  const find = (report: typeof byMonth) => report.currencies.find((each) => each.currency === currency);
  const ofMonths = find(byMonth);
  if (!ofMonths)
    return (
      <EmptyState title={messages.none}>
        <p>{messages.noneRemedy}</p>
      </EmptyState>
    );
  return (
    <>
      {currencies.length > 1 ? (
        <CurrencyChoice currencies={currencies} chosen={ofMonths.currency} choose={setChosen} />
      ) : null}
      <RevenueReport
        byMonth={ofMonths}
        byProduct={find(byProduct)}
        byPlace={find(byPlace)}
        since={period.since}
        last={writeMonth(now)}
      />
    </>
  );
}

interface CurrencyChoiceProps {
  currencies: readonly string[];
  chosen: string;
  choose: (currency: string) => void;
}

function CurrencyChoice({ currencies, chosen, choose }: CurrencyChoiceProps) {
  const messages = useMessages();
  const name = useId();
  return (
    <fieldset className="revenue-currencies">
      <legend>{messages.currencies}</legend>
      {currencies.map((each) => (
        <label key={each}>
          <input type="radio" name={name} checked={each === chosen} onChange={() => choose(each)} />
          {each}
        </label>
      ))}
    </fieldset>
  );
}
