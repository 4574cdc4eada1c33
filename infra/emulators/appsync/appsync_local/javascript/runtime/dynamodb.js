// `util.dynamodb` and the module `@aws-appsync/utils/dynamodb`: typed values, and requests built from plain ones.
"use strict";

// A set of the module, `toStringSet` and the like, stays one among plain values.
class DynamoSet {
  constructor(kind, values) {
    this[kind] = values;
  }
}

function toTyped(value) {
  if (value === null || value === undefined) return { NULL: null };
  if (value instanceof DynamoSet) return { ...value };
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(toTyped) };
  return { M: toTypedMap(value) };
}

const toTypedMap = (values) => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, toTyped(value)]));
const orNull = (change) => (value) => (value === null || value === undefined ? null : change(value));

const dynamodbTypes = {
  toDynamoDB: toTyped,
  toString: orNull((value) => ({ S: String(value) })),
  toStringSet: orNull((values) => ({ SS: values.map(String) })),
  toNumber: orNull((value) => ({ N: String(value) })),
  toNumberSet: orNull((values) => ({ NS: values.map(String) })),
  toBinary: orNull((value) => ({ B: value })),
  toBinarySet: orNull((values) => ({ BS: values })),
  toBoolean: orNull((value) => ({ BOOL: value })),
  toNull: () => ({ NULL: null }),
  toList: orNull((values) => ({ L: values.map(toTyped) })),
  toMap: orNull((values) => ({ M: toTypedMap(values) })),
  toMapValues: orNull(toTypedMap),
  toS3Object: (key, bucket, region, version) => ({ S: JSON.stringify({ s3: present({ key, bucket, region, version }) }) }),
  fromS3ObjectJson: (value) => JSON.parse(typeof value === "string" ? value : value.S).s3,
};

// Expressions of the module's requests: names and values numbered as they come.
class Expression {
  constructor() {
    this.names = {};
    this.values = {};
    this.count = 0;
  }

  name(path) {
    return path.split(".").map((part) => {
      const [bare, index] = part.split(/(?=\[)/);
      this.names[`#${bare}`] = bare;
      return `#${bare}${index || ""}`;
    }).join(".");
  }

  value(value) {
    const key = `:v${this.count++}`;
    this.values[key] = toTyped(value);
    return key;
  }

  shape(expression) {
    const made = { expression };
    if (Object.keys(this.names).length) made.expressionNames = this.names;
    if (Object.keys(this.values).length) made.expressionValues = this.values;
    return made;
  }
}

const filterOf = (filter) => (filter ? toDynamoDB(filter) : undefined);

function projectionOf(fields) {
  if (!fields) return undefined;
  const made = new Expression();
  const names = fields.map((field) => made.name(field));
  return { expression: names.join(", "), expressionNames: made.names };
}

const present = (shape) => Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined));

class Operation {
  constructor(kind, value, extra) {
    Object.assign(this, { kind, value, extra });
  }
}

const operations = {
  add: (value) => new Operation("set", value),
  replace: (value) => new Operation("set", value),
  remove: () => new Operation("remove"),
  increment: (by = 1) => new Operation("increment", by),
  decrement: (by = 1) => new Operation("decrement", by),
  append: (values) => new Operation("append", values),
  prepend: (values) => new Operation("prepend", values),
  updateListItem: (value, index) => new Operation("item", value, index),
};

function assignment(made, path, operation) {
  const name = made.name(path);
  const value = () => made.value(operation.value);
  switch (operation.kind) {
    case "increment": return `${name} = if_not_exists(${name}, ${made.value(0)}) + ${value()}`;
    case "decrement": return `${name} = if_not_exists(${name}, ${made.value(0)}) - ${value()}`;
    case "append": return `${name} = list_append(if_not_exists(${name}, ${made.value([])}), ${value()})`;
    case "prepend": return `${name} = list_append(${value()}, if_not_exists(${name}, ${made.value([])}))`;
    case "item": return `${name}[${operation.extra}] = ${value()}`;
    default: return `${name} = ${value()}`;
  }
}

const isPart = (value) => value && typeof value === "object" && !Array.isArray(value) &&
  !(value instanceof DynamoSet) && Object.keys(value).length > 0;
const isItems = (value) => Array.isArray(value) && value.length > 0 &&
  value.every((one) => one instanceof Operation && one.kind === "item");

// A plain object changes the keys that it names, `operations.replace` the whole of what it stands for.
function updateOf(changes) {
  const made = new Expression();
  const sets = [];
  const removes = [];
  const visit = (values, prefix) => {
    for (const [key, value] of Object.entries(values)) {
      const path = prefix ? `${prefix}.${key}` : key;
      if (value instanceof Operation && value.kind === "remove") removes.push(made.name(path));
      else if (value instanceof Operation) sets.push(assignment(made, path, value));
      else if (isItems(value)) sets.push(...value.map((one) => assignment(made, path, one)));
      else if (isPart(value)) visit(value, path);
      else if (value !== undefined) sets.push(assignment(made, path, operations.replace(value)));
    }
  };
  visit(changes, "");
  const parts = [sets.length && `SET ${sets.join(", ")}`, removes.length && `REMOVE ${removes.join(", ")}`];
  return made.shape(parts.filter(Boolean).join(" "));
}

const listed = (tables, change) => Object.fromEntries(
  Object.entries(tables).map(([table, value]) => [table, change(value)]));

const setOf = (kind, change) => (values) => new DynamoSet(kind, values.map(change));

const dynamodbModule = {
  operations,
  toStringSet: setOf("SS", String),
  toNumberSet: setOf("NS", String),
  toBinarySet: setOf("BS", (value) => value),
  get: ({ key, consistentRead, projection }) => present({
    operation: "GetItem", key: toTypedMap(key), consistentRead, projection: projectionOf(projection) }),
  put: ({ key, item, condition, customPartitionKey, populateIndexFields, _version }) => present({
    operation: "PutItem", key: toTypedMap(key), attributeValues: toTypedMap(item), condition: filterOf(condition),
    customPartitionKey, populateIndexFields, _version }),
  update: ({ key, update, condition, customPartitionKey, populateIndexFields, _version }) => present({
    operation: "UpdateItem", key: toTypedMap(key), update: updateOf(update), condition: filterOf(condition),
    customPartitionKey, populateIndexFields, _version }),
  remove: ({ key, condition, customPartitionKey, populateIndexFields, _version }) => present({
    operation: "DeleteItem", key: toTypedMap(key), condition: filterOf(condition), customPartitionKey,
    populateIndexFields, _version }),
  query: ({ query, index, filter, projection, ...rest }) => present({
    operation: "Query", query: toDynamoDB(query), index, filter: filterOf(filter),
    projection: projectionOf(projection), ...rest }),
  scan: ({ filter, projection, ...rest } = {}) => present({
    operation: "Scan", filter: filterOf(filter), projection: projectionOf(projection), ...rest }),
  sync: ({ filter, ...rest } = {}) => present({ operation: "Sync", filter: filterOf(filter), ...rest }),
  batchGet: ({ tables }) => ({ operation: "BatchGetItem", tables: listed(tables, ({ keys, projection, ...rest }) =>
    present({ keys: keys.map(toTypedMap), projection: projectionOf(projection), ...rest })) }),
  batchPut: ({ tables }) => ({ operation: "BatchPutItem", tables: listed(tables, (items) => items.map(toTypedMap)) }),
  batchDelete: ({ tables }) => ({ operation: "BatchDeleteItem", tables: listed(tables, (keys) => keys.map(toTypedMap)) }),
  transactGet: ({ items }) => ({ operation: "TransactGetItems", transactItems: items.map(({ table, key, projection }) =>
    present({ table, key: toTypedMap(key), projection: projectionOf(projection) })) }),
  transactWrite: ({ items }) => ({ operation: "TransactWriteItems", transactItems: items.map((item) => {
    const [kind, request] = Object.entries(item).find(([, value]) => value && typeof value === "object");
    const made = { putItem: dynamodbModule.put, updateItem: dynamodbModule.update, deleteItem: dynamodbModule.remove }[
      kind] || (({ key, condition }) => ({ operation: "ConditionCheck", key: toTypedMap(key), condition: filterOf(condition) }));
    return { table: request.table, ...made(request) };
  }) }),
};
