// Every field that a Lambda function answers: asks it, and turns its envelope into data or a GraphQL error.
import { extensions, runtime, util } from '@aws-appsync/utils';

const ROOTS = ['Query', 'Mutation', 'Subscription'];

export function request(ctx) {
  // Fields of the root types are asked one by one; nested ones for all their parents at once (MaxBatchSize).
  const isRoot = ROOTS.includes(ctx.info.parentTypeName);
  // A long text came with its parent where there was room for it, and is read here where there was not.
  const parentValue = isRoot || !ctx.source ? null : ctx.source[ctx.info.fieldName];
  if (parentValue !== null && parentValue !== undefined) {
    runtime.earlyReturn(parentValue);
  }
  return {
    operation: isRoot ? 'Invoke' : 'BatchInvoke',
    payload: {
      arguments: ctx.args,
      identity: ctx.identity,
      // No handler reads the text of its parents, and a page of long ones is more than Lambda takes.
      source: isRoot ? ctx.source : { ...ctx.source, body: null },
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
    fail(ctx);
  }
  const answer = ctx.result;
  if (!answer) {
    fail(ctx);
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

// What the function or AWS says of its own failure is for the log of the function, not for clients.
function fail(ctx) {
  const requestId = `${ctx.request.headers['x-amzn-trace-id']}`.slice(0, 200);
  if (ctx.error && ctx.error.type && ctx.error.type.includes('TooManyRequests')) {
    util.error('Waymark is busy. Try again in a moment.', 'Throttled');
  }
  util.error(
    `Something went wrong on our side. If it happens again, report request ${requestId}.`,
    'InternalError',
    null,
    { requestId },
  );
}
