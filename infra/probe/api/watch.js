// Waits for the events of a room, until somebody revokes it.
import { extensions } from '@aws-appsync/utils';

export function request() {
  return { payload: {} };
}

export function response(ctx) {
  const room = { filterGroup: [{ filters: [{ fieldName: 'room', operator: 'eq', value: ctx.args.room }] }] };
  extensions.setSubscriptionFilter(room);
  extensions.setSubscriptionInvalidationFilter(room);
  return null;
}
