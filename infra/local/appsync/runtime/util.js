// `util` as the AppSync documentation names it ("Built-in utilities"), apart from DynamoDB and transformations.
"use strict";

const text = (value) => (value === null || value === undefined ? "" : String(value));
const nothing = (value) => value === null || value === undefined;

const typeNameOf = (value) => {
  if (nothing(value)) return "Null";
  if (Array.isArray(value)) return "List";
  return { number: "Number", string: "String", boolean: "Boolean", object: "Map" }[typeof value] || "Null";
};

const time = {
  nowISO8601: () => new Date(host.now).toISOString(),
  nowEpochSeconds: () => Math.floor(host.now / 1000),
  nowEpochMilliSeconds: () => host.now,
  nowFormatted: (pattern, zone) => ask("format", host.now, pattern, zone || "UTC"),
  parseFormattedToEpochMilliSeconds: (value, pattern, zone) => ask("parse", value, pattern, zone || "UTC"),
  parseISO8601ToEpochMilliSeconds: (value) => Date.parse(value),
  epochMilliSecondsToSeconds: (value) => Math.floor(value / 1000),
  epochMilliSecondsToISO8601: (value) => new Date(value).toISOString(),
  epochMilliSecondsToFormatted: (value, pattern, zone) => ask("format", value, pattern, zone || "UTC"),
};

const str = {
  toLower: (value) => value.toLowerCase(),
  toUpper: (value) => value.toUpperCase(),
  toReplace: (value, part, other) => value.split(part).join(other),
  normalize: (value, form) => value.normalize(form.toUpperCase()),
};

const math = {
  roundNum: (value) => Math.round(value),
  minVal: (one, other) => Math.min(one, other),
  maxVal: (one, other) => Math.max(one, other),
  randomDouble: () => Math.random(),
  randomWithinRange: (from, to) => from + Math.floor(Math.random() * (to - from)),
};

const RESERVED_HEADERS = new Set(
  ("connection content-length content-encoding date expect host keep-alive proxy-authenticate proxy-authorization " +
    "te trailer transfer-encoding upgrade x-amzn-requestid x-amzn-errortype access-control-allow-origin").split(" "),
);

const http = {
  copyHeaders: (headers) => Object.fromEntries(
    Object.entries(headers).filter(([name]) => !RESERVED_HEADERS.has(name.toLowerCase()) && !name.startsWith("x-amzn-")),
  ),
  addResponseHeader(name, value) {
    if (!RESERVED_HEADERS.has(name.toLowerCase())) effects.headers[name] = text(value);
  },
  addResponseHeaders(headers) {
    for (const [name, value] of Object.entries(headers)) http.addResponseHeader(name, value);
  },
};

const xml = {
  toMap: (value) => ask("xml", text(value)),
  toJsonString(value, encoded) {
    const made = JSON.stringify(xml.toMap(value));
    return encoded ? JSON.stringify(made) : made;
  },
};

function raise(message, type, data, info) {
  throw new Raised(message, type, data, info);
}

const util = {
  error: (message, type, data, info) => raise(nothing(message) ? "" : text(message), type, data, info),
  appendError(message, type, data, info) {
    effects.errors.push({ message: text(message), type, data, info });
  },
  unauthorized: () => raise(null, "Unauthorized"),
  validate: (condition, message, type, data) => {
    if (!condition) raise(text(message), type || "CustomTemplateException", data);
  },
  autoId: () => another("uuid"),
  autoUlid: () => another("ulid"),
  autoKsuid: () => another("ksuid"),
  urlEncode: (value) => encodeURIComponent(text(value)).replace(/%20/g, "+"),
  urlDecode: (value) => decodeURIComponent(text(value).replace(/\+/g, " ")),
  base64Encode: (value) => ask("base64Encode", text(value)),
  base64Decode: (value) => ask("base64Decode", text(value)),
  escapeJavaScript: (value) => JSON.stringify(text(value)).slice(1, -1).replace(/'/g, "\\'"),
  matches: (pattern, value) => new RegExp(`^(?:${pattern})$`).test(text(value)),
  isNull: (value) => nothing(value),
  isNullOrEmpty: (value) => nothing(value) || value === "",
  isNullOrBlank: (value) => nothing(value) || text(value).trim() === "",
  defaultIfNull: (value, other) => (nothing(value) ? other : value),
  defaultIfNullOrEmpty: (value, other) => (util.isNullOrEmpty(value) ? other : value),
  defaultIfNullOrBlank: (value, other) => (util.isNullOrBlank(value) ? other : value),
  isString: (value) => typeof value === "string",
  isNumber: (value) => typeof value === "number",
  isBoolean: (value) => typeof value === "boolean",
  isList: (value) => Array.isArray(value),
  isMap: (value) => typeNameOf(value) === "Map",
  typeOf: typeNameOf,
  authType: () => host.authType,
  parseJson: (value) => JSON.parse(value),
  toJson: (value) => JSON.stringify(value),
  time,
  str,
  math,
  http,
  xml,
  dynamodb: dynamodbTypes,
  transform,
};
