// What a seller types becomes the pieces or the amount that the API is asked to give back, or a sentence.
import { expect, it } from 'vitest';
import { compileMessages } from '../../../shared/i18n/message';
import { en } from './messages/en';
import { EMPTY_REFUND, readRefundDraft } from './refund';

const messages = compileMessages('en-US', en);
const sale = {
  orderId: 'order_1',
  total: { amount: 5700, currency: 'EUR' },
  refunded: { amount: 1900, currency: 'EUR' },
};
const read = (draft: object) =>
  readRefundDraft({ ...EMPTY_REFUND, reason: ' Bent ', ...draft }, sale, messages as never);

it('asks for pieces of the lines that are chosen', () => {
  expect(read({ pieces: { 1: 0, 2: 3 } })).toEqual({
    orderId: 'order_1',
    reason: 'Bent',
    lines: [{ line: 2, quantity: 3 }],
  });
});

it('asks for an amount that is typed, whatever pieces are chosen', () => {
  expect(read({ pieces: { 1: 1 }, amount: '38,00' })).toEqual({ orderId: 'order_1', reason: 'Bent', amount: 3800 });
});

it.each([
  [{ reason: ' ' }, 'Give a reason. The buyer sees it.'],
  [{}, 'Choose what to refund, or type an amount.'],
  [{ amount: 'much' }, 'Type an amount such as 19.00.'],
  [{ amount: '38.01' }, 'At most €38.00 can still be refunded.'],
])('says what is wrong with %j', (draft, sentence) => {
  expect(read(draft)).toBe(sentence);
});
