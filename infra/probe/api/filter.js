// Waits for events by rules that the subscriber brings.
import { extensions } from '@aws-appsync/utils';

export function request() {
  return { payload: {} };
}

export function response(ctx) {
  extensions.setSubscriptionFilter({ filterGroup: [{ filters: [ctx.args.rules] }] });
  return null;
}
