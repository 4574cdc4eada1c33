// The frame that APPSYNC_JS code runs in: how a handler is called, and how util.error and earlyReturn leave it.
"use strict";

class Raised {
  constructor(message, type, data, info) {
    Object.assign(this, { message, type, data, info });
  }
}

class EarlyReturn {
  constructor(value, options) {
    Object.assign(this, { value, skipTo: (options && options.skipTo) || "NEXT" });
  }
}

let effects = null; // what the handler asked for beside its answer

function freshEffects() {
  effects = { errors: [], headers: {} };
}

// Selection lists are read by name only: a context serialised whole leaves them out.
function hide(object, name) {
  if (object && name in object) {
    Object.defineProperty(object, name, { value: object[name], enumerable: false, writable: true });
  }
}

function contextOf(text) {
  const context = JSON.parse(text);
  hide(context.info, "selectionSetList");
  hide(context.info, "selectionSetGraphQL");
  Object.defineProperty(context, "args", { value: context.arguments, enumerable: false });
  Object.defineProperty(context, "outErrors", { get: () => effects.errors, enumerable: false });
  return context;
}

function describe(problem) {
  const stack = problem && problem.stack ? `\n${problem.stack}` : "";
  return `${problem}${stack}`;
}

function invoke(handlers, name, text) {
  freshEffects();
  const context = contextOf(text);
  const answer = { stash: context.stash, effects };
  try {
    if (typeof handlers[name] !== "function") throw new TypeError(`The code exports no function ${name}.`);
    const value = handlers[name](context);
    if (value instanceof Promise) throw new TypeError("Promises are not supported.");
    answer.value = value === undefined ? null : value;
  } catch (problem) {
    if (problem instanceof Raised) answer.raised = problem;
    else if (problem instanceof EarlyReturn) {
      answer.value = problem.value === undefined ? null : problem.value;
      answer.skipTo = problem.skipTo;
    } else answer.failed = describe(problem);
  }
  return JSON.stringify(answer);
}

const runtime = {
  earlyReturn(value, options) {
    throw new EarlyReturn(value, options);
  },
};

const extensions = {
  setSubscriptionFilter(filter) {
    effects.subscriptionFilter = filter;
  },
  setSubscriptionInvalidationFilter(filter) {
    effects.invalidationFilter = filter;
  },
  invalidateSubscriptions(request) {
    (effects.invalidations ||= []).push(request);
  },
  evictFromApiCache(typeName, fieldName, keyValuePair) {
    (effects.evictions ||= []).push({ typeName, fieldName, keyValuePair });
  },
};
