// Methods that JavaScript has and APPSYNC_JS has not (AWS's linter, no-disallowed-methods): calling one is an error.
// Array's and String's toString and valueOf stay, because the language itself calls them.
"use strict";

function lack(holder, kind, names) {
  for (const name of names.split(" ")) {
    const value = () => { throw new TypeError(`${kind}.${name} is not implemented by APPSYNC_JS.`); };
    defineProperty(holder, name, { value, writable: true, configurable: true, enumerable: false });
  }
}

lack(Array, "Array", "from of");
lack(Array.prototype, "Array", "copyWithin entries group groupToMap keys toLocaleString values");
lack(Object, "Object", "create defineProperties defineProperty freeze getOwnPropertyDescriptor " +
  "getOwnPropertyDescriptors getOwnPropertyNames getOwnPropertySymbols getPrototypeOf hasOwnProperty is isExtensible " +
  "isFrozen isPrototypeOf isSealed preventExtensions propertyIsEnumerable seal setPrototypeOf toLocaleString " +
  "toString valueOf");
lack(String, "String", "fromCharCode fromCodePoint raw");
lack(String.prototype, "String", "charCodeAt localeCompare matchAll padEnd padStart repeat search toLocaleLowerCase " +
  "toLocaleUpperCase");
lack(Date.prototype, "Date", "setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime " +
  "setUTCDate setUTCFullYear setUTCHours setUTCMilliseconds setUTCMinutes setUTCMonth setUTCSeconds setYear " +
  "toGMTString toLocaleDateString toLocaleString toLocaleTimeString");
