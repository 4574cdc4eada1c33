// What JavaScript has and APPSYNC_JS has not: methods (AWS's linter, no-disallowed-methods) and globals.
// Calling such a method is an error. Array's and String's toString and valueOf stay, because the language calls them.
"use strict";

function lack(holder, kind, names, instead = "") {
  for (const name of names.split(" ")) {
    const value = () => { throw new TypeError(`${kind}.${name} is not implemented by APPSYNC_JS.${instead}`); };
    defineProperty(holder, name, { value, writable: true, configurable: true, enumerable: false });
  }
}

lack(Array, "Array", "from of");
lack(Array.prototype, "Array", "copyWithin entries group groupToMap keys toLocaleString values");
lack(Object, "Object", "create defineProperties defineProperty freeze getOwnPropertyDescriptor " +
  "getOwnPropertyDescriptors getOwnPropertyNames getOwnPropertySymbols getPrototypeOf hasOwnProperty is isExtensible " +
  "isFrozen isPrototypeOf isSealed preventExtensions propertyIsEnumerable seal setPrototypeOf toLocaleString " +
  "toString valueOf");
lack(String, "String", "fromCharCode fromCodePoint");
lack(String.prototype, "String", "charCodeAt localeCompare matchAll padEnd padStart repeat search toLocaleLowerCase " +
  "toLocaleUpperCase");
lack(Date.prototype, "Date", "setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime " +
  "setUTCDate setUTCFullYear setUTCHours setUTCMilliseconds setUTCMinutes setUTCMonth setUTCSeconds setYear " +
  "toGMTString toLocaleDateString toLocaleString toLocaleTimeString");
lack(Function.prototype, "Function", "apply bind call constructor");

// What mapping templates have in `$util` and APPSYNC_JS has in the language itself.
lack(util, "util", "defaultIfNull defaultIfNullOrBlank defaultIfNullOrEmpty isBoolean isList isMap isNull isNullOrBlank " +
  "isNullOrEmpty isNumber isString parseJson qr quiet toJson typeOf validate", " It is of mapping templates only.");
lack(str, "util.str", "toLower toReplace toUpper", " It is of mapping templates only.");

const { ownKeys, apply } = Reflect;
const { parse } = JSON;
const { sort } = Array.prototype;
const replacement = String.prototype.replace;

JSON.parse = (value, ...rest) => {
  try {
    return parse(value, ...rest);
  } catch {
    return ""; // as documented
  }
};

function sorted(compare) {
  if (compare !== undefined) throw new TypeError("Array.sort takes no arguments in APPSYNC_JS.");
  return apply(sort, this, []);
}
defineProperty(Array.prototype, "sort", { value: sorted, writable: true, configurable: true });

// Patterns are Java's, in texts, and what stands in their place names groups as Java does.
function javaPattern(pattern, flags) {
  const found = /^\(\?([ims]+)\)/.exec(pattern);
  return found ? new RegExp(pattern.slice(found[0].length), flags + found[1]) : new RegExp(pattern, flags);
}

const inPlace = (template) => (...found) =>
  apply(replacement, text(template), [/\\(.)|\$(\d)/g, (_, literal, group) => literal ?? found[group] ?? ""]);

const replacing = (flags) => function (pattern, other) {
  if (pattern instanceof RegExp) return apply(replacement, this, [pattern, other]);
  return apply(replacement, this, [javaPattern(text(pattern), flags), typeof other === "function" ? other : inPlace(other)]);
};

const NEVER = "eval Function";
const KEPT = ("Object String Number Boolean Math Array JSON Date NaN Infinity undefined parseInt parseFloat isNaN isFinite " +
  "encodeURI encodeURIComponent decodeURI decodeURIComponent console util extensions runtime __appsync").split(" ");

// Leave the code what APPSYNC_JS has; with every global of the engine, all but what evaluates texts.
function restrict(globals, replace) {
  Object.assign(world, { util, extensions, runtime });
  if (replace === "pattern") {
    defineProperty(String.prototype, "replace", { value: replacing(""), writable: true, configurable: true });
    defineProperty(String.prototype, "replaceAll", { value: replacing("g"), writable: true, configurable: true });
  }
  const names = globals === "engine" ? NEVER.split(" ") : ownKeys(world).filter((name) => !KEPT.includes(name));
  for (const name of names) delete world[name];
}
