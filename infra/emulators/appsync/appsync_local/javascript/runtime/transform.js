// `util.transform`: filter objects turned into DynamoDB expressions, OpenSearch queries and subscription filters.
"use strict";

const parsed = (value) => (typeof value === "string" ? JSON.parse(value) : value);

const TYPES = { _null: "NULL", string: "S", stringSet: "SS", number: "N", numberSet: "NS", binary: "B", binarySet: "BS",
  boolean: "BOOL", list: "L", map: "M" };
const COMPARISONS = { eq: "=", ne: "<>", le: "<=", lt: "<", ge: ">=", gt: ">" };

// One condition of a DynamoDB expression; names and values are collected in `found`.
function dynamodbCondition(field, operator, value, found) {
  const name = `#${field}`;
  found.expressionNames[name] = field;
  const bind = (part, suffix = "") => {
    const plain = `:${field}_${operator}${suffix}`;
    const key = plain in found.expressionValues ? `${plain}_${found.count += 1}` : plain;
    found.expressionValues[key] = dynamodbTypes.toDynamoDB(part);
    return key;
  };
  if (COMPARISONS[operator]) return `(${name} ${COMPARISONS[operator]} ${bind(value)})`;
  switch (operator) {
    case "contains": return `contains(${name},${bind(value)})`;
    case "notContains": return `(NOT contains(${name},${bind(value)}))`;
    case "beginsWith": return `begins_with(${name},${bind(value)})`;
    case "between": return `(${name} BETWEEN ${bind(value[0], "0")} AND ${bind(value[1], "1")})`;
    case "in": return `(${name} IN (${value.map((item) => bind(item)).join(", ")}))`;
    case "attributeExists": return value ? `attribute_exists(${name})` : `attribute_not_exists(${name})`;
    case "attributeType": return `attribute_type(${name},${bind(TYPES[value] || value)})`;
    case "size": return Object.entries(value)
      .map(([inner, size]) => `(size(${name}) ${COMPARISONS[inner]} ${bind(size)})`).join(" AND ");
    default: throw new TypeError(`Unknown filter operator ${operator}.`);
  }
}

function dynamodbExpression(filter, found) {
  const parts = [];
  for (const [key, value] of Object.entries(filter)) {
    if (key === "and" || key === "or") {
      const inner = (Array.isArray(value) ? value : [value]).map((item) => dynamodbExpression(item, found));
      parts.push(`(${inner.join(` ${key.toUpperCase()} `)})`);
    } else if (key === "not") {
      parts.push(`(NOT ${dynamodbExpression(value, found)})`);
    } else if (value) {
      for (const [operator, operand] of Object.entries(value)) {
        parts.push(dynamodbCondition(key, operator, operand, found));
      }
    }
  }
  return parts.length > 1 ? `(${parts.join(" AND ")})` : parts.join("");
}

function toDynamoDB(filter) {
  const found = { expressionNames: {}, expressionValues: {}, count: 0 };
  const expression = dynamodbExpression(parsed(filter), found);
  return { expression, expressionNames: found.expressionNames, expressionValues: found.expressionValues };
}

const SEARCHES = {
  eq: (name, value) => ({ term: { [name]: value } }),
  ne: (name, value) => ({ bool: { must_not: { term: { [name]: value } } } }),
  match: (name, value) => ({ match: { [name]: value } }),
  matchPhrase: (name, value) => ({ match_phrase: { [name]: value } }),
  matchPhrasePrefix: (name, value) => ({ match_phrase_prefix: { [name]: value } }),
  multiMatch: (name, value) => ({ multi_match: { query: value, fields: [name] } }),
  exists: (name, value) => (value ? { exists: { field: name } } : { bool: { must_not: { exists: { field: name } } } }),
  wildcard: (name, value) => ({ wildcard: { [name]: value } }),
  regexp: (name, value) => ({ regexp: { [name]: value } }),
  range: (name, value) => ({ range: { [name]: { gte: value[0], lte: value[1] } } }),
};
for (const [name, word] of [["gt", "gt"], ["ge", "gte"], ["gte", "gte"], ["lt", "lt"], ["le", "lte"], ["lte", "lte"]]) {
  SEARCHES[name] = (field, value) => ({ range: { [field]: { [word]: value } } });
}

const allOf = (parts) => (parts.length === 1 ? parts[0] : { bool: { must: parts } });

function search(name, operator, operand) {
  if (!SEARCHES[operator]) throw new TypeError(`Unknown search operator ${operator}.`);
  return SEARCHES[operator](name, operand);
}

// Several conditions on a field stand together, as several fields do.
function toSearch(filter) {
  const parts = [];
  for (const [key, value] of Object.entries(parsed(filter))) {
    if (key === "and") parts.push({ bool: { must: value.map(toSearch) } });
    else if (key === "or") parts.push({ bool: { should: value.map(toSearch), minimum_should_match: 1 } });
    else if (key === "not") parts.push({ bool: { must_not: toSearch(value) } });
    else parts.push(allOf(Object.entries(value).map(([operator, operand]) => search(key, operator, operand))));
  }
  return allOf(parts);
}

// A subscription filter is an OR of ANDs: every alternative is a list of rules that must all hold.
const product = (some, others) => some.flatMap((one) => others.map((other) => [...one, ...other]));

function alternatives(filter, ignored) {
  let found = [[]];
  for (const [key, value] of Object.entries(filter)) {
    if (ignored.includes(key)) continue;
    if (key === "and") for (const item of value) found = product(found, alternatives(item, ignored));
    else if (key === "or") found = product(found, value.flatMap((item) => alternatives(item, ignored)));
    else {
      const rules = Object.entries(value).map(([operator, operand]) => [{ fieldName: key, operator, value: operand }]);
      if (rules.length) found = product(found, rules);
    }
  }
  return found;
}

function toSubscriptionFilter(filter, ignored, rules) {
  let found = alternatives(parsed(filter) || {}, ignored || []);
  const extra = Object.entries(parsed(rules) || {}).flatMap(([field, conditions]) =>
    Object.entries(conditions).map(([operator, value]) => [{ fieldName: field, operator, value }]));
  if (extra.length) found = product(found, extra);
  return { filterGroup: found.filter((filters) => filters.length).map((filters) => ({ filters })) };
}

const transform = {
  toDynamoDBFilterExpression: (filter) => JSON.stringify(toDynamoDB(filter)),
  toDynamoDBConditionExpression: (filter) => JSON.stringify(toDynamoDB(filter)),
  toElasticsearchQueryDSL: (filter) => JSON.stringify(toSearch(filter)),
  toSubscriptionFilter,
};
