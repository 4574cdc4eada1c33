// The right to read a post was lost: ends the subscriptions whose invalidation filter matches.
import { extensions } from '@aws-appsync/utils';

const FIELDS = ['onPhotoProcessing', 'onComment', 'onLikes'];

export function request(ctx) {
  return { payload: { ...ctx.args.input } };
}

export function response(ctx) {
  FIELDS.forEach((field) => {
    extensions.invalidateSubscriptions({ subscriptionField: field, payload: ctx.result });
  });
  return ctx.result;
}
