// Read access was lost: ends the product's subscriptions whose invalidation filter matches (AppSync allows five).
import { extensions } from '@aws-appsync/utils';

const FIELDS = {
  revokeLearningAccess: ['onAudioVersion'],
  revokePlatformAccess: ['onComment', 'onLikes'],
  revokeSocialAccess: ['onPhotoProcessing'],
  revokeVideoAccess: ['onStream'],
};

export function request(ctx) {
  return { payload: { ...ctx.args.input } };
}

export function response(ctx) {
  FIELDS[ctx.info.fieldName].forEach((field) => {
    extensions.invalidateSubscriptions({ subscriptionField: field, payload: ctx.result });
  });
  return ctx.result;
}
