// Every field that a Lambda function answers: asks it, and turns its envelope into data or a GraphQL error.
import { extensions, util } from '@aws-appsync/utils';

const ROOTS = ['Query', 'Mutation', 'Subscription'];

export function request(ctx) {
  // Fields of the root types are asked one by one; nested ones for all their parents at once (MaxBatchSize).
  const operation = ROOTS.includes(ctx.info.parentTypeName) ? 'Invoke' : 'BatchInvoke';
  return {
    operation: operation,
    payload: {
      arguments: ctx.args,
      identity: ctx.identity,
      source: ctx.source,
      request: { headers: ctx.request.headers },
      prev: null,
      stash: {},
      // The selection must be read by name: it is left out where the context is serialised whole.
      info: {
        fieldName: ctx.info.fieldName,
        parentTypeName: ctx.info.parentTypeName,
        variables: ctx.info.variables,
        selectionSetList: ctx.info.selectionSetList,
      },
    },
  };
}

export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  const answer = ctx.result;
  if (!answer) {
    util.error('The function gave no answer for this field.', 'NoAnswer');
  }
  if (answer.error) {
    util.error(answer.error.message, answer.error.type, answer.error.data, answer.error.info);
  }
  if (answer.subscription) {
    extensions.setSubscriptionFilter(answer.subscription.filter);
    if (answer.subscription.invalidation) {
      extensions.setSubscriptionInvalidationFilter(answer.subscription.invalidation);
    }
  }
  return answer.data;
}
