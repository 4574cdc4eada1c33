// The English messages of revenue.
import { defineMessages } from '../../../../shared/i18n/message';

export const en = defineMessages({
  revenue: 'Revenue',
  loading: 'Loading your revenue',
  none: 'Nothing sold in this time',
  noneRemedy: 'What you earn shows up here once somebody pays for one of your products.',
  yourProducts: 'Your products',
  period: 'Period',
  months: { one: 'Last month', other: 'Last {count} months' },
  currencies: 'Currency',
  sold: 'Sold',
  refunded: 'Refunded',
  pieces: 'Items sold',
  byMonth: 'By month',
  byProduct: 'By product',
  byPlace: 'By place',
  month: 'Month',
  product: 'Product',
  place: 'Place',
  noPlace: 'No place',
  unnamedPlace: 'Unnamed place near {position}',
  goneProduct: 'A product that is gone',
  highest: 'Revenue by month. The highest was {amount}, in {month}.',
  piecesSold: { one: '{count} sold', other: '{count} sold' },
  refundedAmount: '{amount} refunded',
  rest: 'Everything else',
  dates:
    'Walks count on the day at their place, everything else on your own day. Refunds are taken off the month of the sale.',
});
