// Ends the subscriptions that wait for a room.
import { extensions } from '@aws-appsync/utils';

export function request(ctx) {
  return { payload: ctx.args };
}

export function response(ctx) {
  extensions.invalidateSubscriptions({ subscriptionField: 'onWatched', payload: ctx.result });
  return ctx.result;
}
