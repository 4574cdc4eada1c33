// `util` as the AppSync documentation names it ("Built-in utilities"), apart from DynamoDB and transformations.
"use strict";

const text = (value) => (value === null || value === undefined ? "" : String(value));
const nothing = (value) => value === null || value === undefined;

const time = {
  nowISO8601: () => new Date(host.now).toISOString(),
  nowEpochSeconds: () => Math.floor(host.now / 1000),
  nowEpochMilliSeconds: () => host.now,
  nowFormatted: (pattern, zone) => ask("format", host.now, pattern, zone || "UTC"),
  parseFormattedToEpochMilliSeconds: (value, pattern, zone) => ask("parse", value, pattern, zone || "UTC"),
  parseISO8601ToEpochMilliSeconds(value) {
    const found = Date.parse(value);
    if (Number.isNaN(found)) throw new TypeError(`parseISO8601ToEpochMilliSeconds: '${value}' is no ISO 8601 time.`);
    return found;
  },
  epochMilliSecondsToSeconds: (value) => Math.floor(value / 1000),
  epochMilliSecondsToISO8601: (value) => new Date(value).toISOString(),
  epochMilliSecondsToFormatted: (value, pattern, zone) => ask("format", value, pattern, zone || "UTC"),
};

const str = {
  normalize: (value, form) => value.normalize(form.toUpperCase()),
};

const math = {
  roundNum: (value) => Math.round(value),
  minVal: (one, other) => Math.min(one, other),
  maxVal: (one, other) => Math.max(one, other),
  randomDouble: () => Math.random(),
  randomWithinRange: (from, to) => from + Math.floor(Math.random() * (to - from)),
};

const HOP_HEADERS = ("transfer-encoding connection host expect keep-alive upgrade proxy-authenticate " +
  "proxy-authorization te content-length").split(" ");
const OWN_HEADERS = [...HOP_HEADERS, ...("access-control-allow-credentials access-control-allow-origin " +
  "access-control-expose-headers access-control-max-age access-control-allow-methods access-control-allow-headers " +
  "vary content-type").split(" ")];
const isOwnHeader = (name) => OWN_HEADERS.includes(name) || name.startsWith("x-amzn-") || name.startsWith("x-amz-");

const http = {
  copyHeaders: (headers) => Object.fromEntries(
    Object.entries(headers).filter(([name]) => !HOP_HEADERS.includes(name.toLowerCase()))),
  addResponseHeader(name, value) {
    const key = text(name).trim().toLowerCase();
    if (key === "" || isOwnHeader(key) || nothing(value)) {
      const why = nothing(value) && key !== "" ? "has no value" : "may not be set";
      effects.errors.push({ message: `The response header '${text(name)}' ${why}.`, type: "ResponseHeaderError" });
    } else effects.headers[name] = typeof value === "object" ? JSON.stringify(value) : String(value);
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
  autoId: () => another("uuid"),
  autoUlid: () => another("ulid"),
  autoKsuid: () => another("ksuid"),
  urlEncode: (value) => encodeURIComponent(text(value)).replace(/%20/g, "+"),
  urlDecode: (value) => decodeURIComponent(text(value).replace(/\+/g, " ")),
  base64Encode: (value) => ask("base64Encode", text(value)),
  base64Decode: (value) => ask("base64Decode", text(value)),
  escapeJavaScript: (value) => JSON.stringify(text(value)).slice(1, -1).replace(/'/g, "\\'"),
  matches(pattern, value) {
    const { source, flags } = javaPattern(pattern, "");
    return new RegExp(`^(?:${source})$`, flags).test(text(value));
  },
  authType: () => host.authType,
  time,
  str,
  math,
  http,
  xml,
  dynamodb: dynamodbTypes,
  transform,
};
