"""What APPSYNC_JS does not have: globals, ways to evaluate texts, and syntax that is refused before it runs."""

import re

import pytest
import quickjs  # type: ignore[import-untyped]

from appsync_local.javascript import script
from appsync_local.javascript.script import CodeRefused, Script

CONTEXT = {"arguments": {"n": 3}, "stash": {}}
LACKING = {
    "(() => 1).constructor('return 1')()": "Function.constructor is not implemented by APPSYNC_JS",
    "Math.max.apply(null, [1])": "Function.apply is not implemented by APPSYNC_JS",
    "[2, 1].sort((a, b) => a - b)": "Array.sort takes no arguments in APPSYNC_JS",
    "util.toJson({})": "util.toJson is not implemented by APPSYNC_JS. It is of mapping templates only",
    "util.time.parseISO8601ToEpochMilliSeconds('soon')": "'soon' is no ISO 8601 time",
    "util.time.nowFormatted('yyyy-nn')": "'nn' is not a known date pattern",
    "globalThis": "globalThis is not defined",
    "new Map()": "Map is not defined",
    "new Set()": "Set is not defined",
    "new Proxy({}, {})": "Proxy is not defined",
    "Reflect.ownKeys({})": "Reflect is not defined",
    "Symbol()": "Symbol is not defined",
    "RegExp('a')": "RegExp is not defined",
    "BigInt(1)": "BigInt is not defined",
    "new Error('no')": "Error is not defined",
    "new Uint8Array(1)": "Uint8Array is not defined",
    "new WeakRef({})": "WeakRef is not defined",
    "setTimeout(() => 1)": "setTimeout is not defined",
    "queueMicrotask(() => 1)": "queueMicrotask is not defined",
    "process.env": "process is not defined",
    "require('fs')": "require is not defined",
    "fetch('http://x')": "fetch is not defined",
    "performance.now()": "performance is not defined",
}


@pytest.mark.parametrize("expression", LACKING)
def test_what_the_runtime_lacks_cannot_be_called(expression: str) -> None:
    """Texts are not evaluated, and only documented globals are there; the log says what is missing."""
    made = Script(f"export const request = () => {expression};").call("request", CONTEXT)

    assert LACKING[expression] in str(made.defect)


def test_a_switch_shows_the_engines_globals() -> None:
    """`javascript_globals` and `javascript_replace`: what APPSYNC_JS may have undocumented."""
    code = "export const request = () => [typeof Map, 'a.b'.replaceAll('.', '-')];"

    engine = Script(code, names="engine", replace="text").call("request", CONTEXT)
    documented = Script(code).call("request", CONTEXT)

    assert engine.value == ["function", "a-b"]
    assert documented.value == ["undefined", "---"]


@pytest.mark.parametrize("names", ["documented", "engine"])
def test_texts_are_never_evaluated(names: script.Globals) -> None:
    """What evaluates texts is gone, however it is reached; the static check is not the only one."""
    script = Script("export const request = () => 1;", names=names)

    for way in ("eval('1')", "Function('1')", "(() => 1).constructor('1')", "[].map.constructor('1')"):
        with pytest.raises(quickjs.JSException, match=r"is not (defined|implemented)"):
            script._context.eval(way)


REFUSED = {
    "export async function request() {}": "async functions",
    "export function request() { for (let i = 0; i < 3; i += 1) {} }": "C-style for loops",
    "export function request() { while (true) {} }": "while and do loops",
    "export function request() { try { } catch (e) { } }": "try and catch",
    "export function request() { let i = 0; i++; }": "the operator ++ (no-disallowed-unary-operators)",
    "export function request() { return new Promise(() => 1); }": "promises (no-promise)",
    "export const request = () => eval('1');": "eval (no-eval)",
    "export const request = () => new Function('return 1')();": "function constructors (no-eval)",
    "export function request() { return 'a'.replace(/a/g, 'b'); }": "regular expression literals",
    "export function request(ctx) {\n  return `${ctx.args.list.map((one) => one++)}`; }": "line 2: the operator ++",
    "export function request() { throw 'no'; }": "throw (util.error ends a handler)",
    "import x from 'lodash'; export function request() {}": "does not exist in APPSYNC_JS",
    "import x from '@aws-appsync/utils'; export function request() {}": "have no default export",
    "import { sql } from '@aws-appsync/utils/rds'; export function request() {}": "which are not served locally",
    "export { request } from './other';": "bundle your own code into one file",
    "export function request() { return (; }": "one or more errors",
    "x" * 32_769: "longer than 32768",
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_appsync_js_lacks_is_refused(code: str) -> None:
    """Unsupported syntax, modules and sizes are refused with the reason."""
    with pytest.raises(CodeRefused, match=re.escape(REFUSED[code])):
        Script(code)


def test_words_in_texts_and_comments_are_no_syntax() -> None:
    """Only code counts: strings, templates and comments may say what they like."""
    code = "// try { while (1) }\nexport const request = () => 'class Promise ' + `new this i++ ${1 + 1}`;"

    assert Script(code).call("request", CONTEXT).value == "class Promise new this i++ 2"
