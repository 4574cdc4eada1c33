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

// A question that only the host can answer (randomness, calendars): the call ends, and is repeated with the answer.
class Needed {
  constructor(question) {
    this.question = question;
  }
}

const { defineProperty } = Object; // kept, because the code may not use them
const world = globalThis;
const { Promise, RegExp, TypeError } = world;
let effects = null; // what the handler asked for beside its answer
let host = null; // the time, the caller's mode, and the answers of the host so far
let asked = {}; // how often each question that has many answers was asked

function ask(...question) {
  const key = JSON.stringify(question);
  if (!(key in host.answers)) throw new Needed(key);
  const { value, error } = host.answers[key];
  if (error !== undefined) throw new TypeError(error);
  return value;
}

function another(kind) {
  asked[kind] = (asked[kind] || 0) + 1;
  return ask(kind, asked[kind]);
}

function freshEffects() {
  effects = { errors: [], headers: {} };
}

// Selection lists are read by name only: a context serialised whole leaves them out.
function hide(object, name) {
  if (object && name in object) {
    defineProperty(object, name, { value: object[name], enumerable: false, writable: true });
  }
}

function contextOf(text) {
  const context = JSON.parse(text);
  hide(context.info, "selectionSetList");
  hide(context.info, "selectionSetGraphQL");
  defineProperty(context, "args", { value: context.arguments, enumerable: false });
  defineProperty(context, "outErrors", { get: () => effects.errors, enumerable: false });
  return context;
}

function describe(problem) {
  const stack = problem && problem.stack ? `\n${problem.stack}` : "";
  return `${problem}${stack}`;
}

function invoke(handlers, name, text, now, authType, answers) {
  freshEffects();
  host = { now, authType, answers: answers ? JSON.parse(answers) : {} };
  asked = {};
  const context = contextOf(text);
  const answer = { stash: context.stash, effects };
  try {
    if (typeof handlers[name] !== "function") throw new TypeError(`The code exports no function ${name}.`);
    const value = handlers[name](context);
    if (value instanceof Promise) throw new TypeError("Promises are not supported.");
    answer.value = value === undefined ? null : value;
  } catch (problem) {
    if (problem instanceof Needed) return JSON.stringify({ asks: problem.question });
    if (problem instanceof Raised) answer.raised = problem;
    else if (problem instanceof EarlyReturn) {
      answer.value = problem.value === undefined ? null : problem.value;
      answer.skipTo = problem.skipTo;
    } else answer.failed = describe(problem);
  }
  return JSON.stringify(answer);
}

// What the code writes goes to the data plane's log, as it goes to CloudWatch on AWS.
const written = (word) => (typeof word === "string" ? word : JSON.stringify(word));
const logger = (mark) => (...words) => {
  (effects.logs ||= []).push(mark + words.map(written).join(" "));
};
world.console = { log: logger(""), info: logger(""), debug: logger(""), warn: logger("WARN "), error: logger("ERROR ") };

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
