"""APPSYNC_JS as the documentation describes it: utilities, early return, errors, and what it refuses."""

import time
from typing import Any

import pytest

from appsync_local.javascript.script import Script, compile_script

CONTEXT: dict[str, Any] = {
    "arguments": {"n": 3},
    "stash": {},
    "info": {"fieldName": "f", "selectionSetList": ["id"], "selectionSetGraphQL": "{ id }"},
}


def value(expression: str, **context: Any) -> Any:
    code = (
        "import { util, runtime, extensions } from '@aws-appsync/utils';\n"
        "import * as ddb from '@aws-appsync/utils/dynamodb';\n"
        f"export function request(ctx) {{ return {expression}; }}"
    )
    made = Script(code).call("request", {**CONTEXT, **context}, "API Key Authorization")
    assert made.defect is None, made.defect
    return made.value


UTILITIES = {
    "util.urlEncode('a b&c')": "a+b%26c",
    "util.urlDecode('a+b%26c')": "a b&c",
    "util.base64Decode(util.base64Encode('Zoë'))": "Zoë",
    "util.matches('[a-z]+', 'abc')": True,
    "util.autoId().length": 36,
    "util.autoUlid().length": 26,
    "util.autoKsuid().length": 27,
    "util.time.epochMilliSecondsToISO8601(0)": "1970-01-01T00:00:00.000Z",
    "util.time.epochMilliSecondsToFormatted(0, 'yyyy-MM-dd HH:mm:ss')": "1970-01-01 00:00:00",
    "util.time.epochMilliSecondsToFormatted(5, \"d.M.YYYY 'o''clock' SSSXXX\")": "1.1.1970 o'clock 005Z",
    "util.time.epochMilliSecondsToFormatted(0, 'HH:mm XXX VV', 'Asia/Kolkata')": "05:30 +05:30 Asia/Kolkata",
    "util.time.parseFormattedToEpochMilliSeconds('2/1/1970 01:00+01:00', 'd/M/yyyy HH:mmXXX')": 86400000,
    "util.time.parseFormattedToEpochMilliSeconds('1970-01-02', 'yyyy-MM-dd', 'UTC')": 86400000,
    "util.time.parseISO8601ToEpochMilliSeconds('1970-01-01T00:00:01Z')": 1000,
    "util.xml.toMap('<posts><post n=\"1\"><id>1</id></post><post><id>2</id><on>true</on></post></posts>')": {
        "posts": {"post": [{"n": 1, "id": 1}, {"id": 2, "on": True}]},
    },
    "util.xml.toJsonString('<a>b</a>')": '{"a":"b"}',
    "util.xml.toJsonString('<a>b</a>', true)": '"{\\"a\\":\\"b\\"}"',
    "util.matches('(?i)A+', 'aa')": True,
    "util.str.normalize('é', 'nfd').length": 2,
    "util.math.maxVal(1, 2)": 2,
    "util.authType()": "API Key Authorization",
    "util.dynamodb.toMapValues({ a: 'x', b: [1, true, null] })": {
        "a": {"S": "x"},
        "b": {"L": [{"N": "1"}, {"BOOL": True}, {"NULL": None}]},
    },
    "ddb.get({ key: { id: '1' } })": {"operation": "GetItem", "key": {"id": {"S": "1"}}},
    "ddb.update({ key: { id: '1' }, update: { n: ddb.operations.increment(2) } }).update.expression": (
        "SET #n = if_not_exists(#n, :v0) + :v1"
    ),
    "JSON.parse(util.transform.toDynamoDBFilterExpression({ a: { gt: 1 } })).expressionValues": {":a_gt": {"N": "1"}},
    "util.transform.toSubscriptionFilter({ a: { eq: 1 }, or: [{ b: { eq: 2 } }, { c: { in: [3] } }] })": {
        "filterGroup": [
            {
                "filters": [
                    {"fieldName": "a", "operator": "eq", "value": 1},
                    {"fieldName": "b", "operator": "eq", "value": 2},
                ]
            },
            {
                "filters": [
                    {"fieldName": "a", "operator": "eq", "value": 1},
                    {"fieldName": "c", "operator": "in", "value": [3]},
                ]
            },
        ]
    },
    "util.dynamodb.fromS3ObjectJson(util.dynamodb.toS3Object('k', 'b', 'r', '2').S)": {
        "key": "k",
        "bucket": "b",
        "region": "r",
        "version": "2",
    },
    "[util.dynamodb.toString(null), util.dynamodb.toMapValues(null), util.dynamodb.toDynamoDB(null)]": [
        None,
        None,
        {"NULL": None},
    ],
    "JSON.parse(util.transform.toElasticsearchQueryDSL({ n: { ne: 1, range: [2, 3] }, t: { eq: 'x' } }))": {
        "bool": {
            "must": [
                {
                    "bool": {
                        "must": [
                            {"bool": {"must_not": {"term": {"n": 1}}}},
                            {"range": {"n": {"gte": 2, "lte": 3}}},
                        ]
                    }
                },
                {"term": {"t": "x"}},
            ]
        }
    },
    "JSON.parse('{nope')": "",
    "[3, 10, 2].sort()": [10, 2, 3],
    "'2020-01-02'.replace('(\\\\d+)-(\\\\d+)', '$2/$1')": "01/2020-02",
    "'a.b'.replaceAll('.', '-')": "---",
    "['a.b'.replaceAll('\\\\.', '\\\\$'), 'aa'.replace('a', (x) => x + 'b')]": ["a$b", "aba"],
    "Object.keys(util.http.copyHeaders({ host: 'h', Cookie: 'c', 'x-amzn-trace': 't' }))": ["Cookie", "x-amzn-trace"],
    "[ctx.args.n, ctx.arguments.n, ctx.info.selectionSetList[0]]": [3, 3, "id"],
}


@pytest.mark.parametrize("expression", UTILITIES)
def test_utilities_answer_as_documented(expression: str) -> None:
    """Each documented utility gives its documented answer."""
    assert value(expression) == UTILITIES[expression]


def test_util_extensions_and_runtime_need_no_import() -> None:
    """They are global constants, imported or not."""
    code = "export const request = () => [typeof util.error, typeof extensions.setSubscriptionFilter, typeof runtime];"

    assert Script(code).call("request", CONTEXT).value == ["function", "function", "object"]


def test_response_headers_follow_the_rules() -> None:
    """Reserved names, reserved prefixes and missing values are told as `ResponseHeaderError`; objects are JSON."""
    made = Script(
        "export const request = () => {"
        " util.http.addResponseHeaders({ count: 7, 'x-amz-meta': '1', Vary: 'x', empty: null });"
        " util.http.addResponseHeader('shape', { a: 1 }); };"
    ).call("request", CONTEXT)

    assert made.headers == {"count": "7", "shape": '{"a":1}'}
    assert [each.type for each in made.appended] == ["ResponseHeaderError"] * 3


def test_an_update_changes_the_keys_that_it_names() -> None:
    """Nested objects and list items are changed in place; `operations.replace` and sets stand for the whole."""
    made = value(
        "ddb.update({ key: { id: '1' }, update: { info: { address: ddb.operations.replace({ zip: 1 }), n: 2 },"
        " friends: [ddb.operations.updateListItem('a', 1), ddb.operations.updateListItem('b', 2)],"
        " tags: ddb.toStringSet(['x']), old: ddb.operations.remove() } }).update"
    )

    assert made["expression"] == (
        "SET #info.#address = :v0, #info.#n = :v1, #friends[1] = :v2, #friends[2] = :v3, #tags = :v4 REMOVE #old"
    )
    assert made["expressionValues"][":v0"] == {"M": {"zip": {"N": "1"}}}
    assert made["expressionValues"][":v4"] == {"SS": ["x"]}


def test_a_context_serialised_whole_leaves_its_selection_lists_out() -> None:
    """`selectionSetList` and `selectionSetGraphQL` are read by name or not at all."""
    assert value("{ whole: ctx.info, text: JSON.stringify(ctx.info) }") == {
        "whole": {"fieldName": "f"},
        "text": '{"fieldName":"f"}',
    }


def test_errors_leave_with_their_parts() -> None:
    """`util.error` ends the handler; `util.appendError` does not; a defect is told with its line."""
    raised = Script(
        "import { util } from '@aws-appsync/utils';\n"
        "export const request = () => { util.appendError('a', 'A'); util.error('b', 'B', 1, 2); }\n"
        "export const response = (ctx) => ctx.nope.deep"
    )

    erred = raised.call("request", CONTEXT)
    broken = raised.call("response", CONTEXT)

    assert [(item.message, item.type) for item in erred.appended] == [("a", "A")]
    assert erred.raised is not None
    assert (erred.raised.message, erred.raised.type, erred.raised.data, erred.raised.info) == ("b", "B", 1, 2)
    assert broken.defect is not None
    assert "deep" in broken.defect


def test_early_return_carries_its_value() -> None:
    """`runtime.earlyReturn` answers without the data source, to the end of the pipeline if asked."""
    code = Script(
        "import { runtime } from '@aws-appsync/utils';\n"
        "export function request(ctx) { runtime.earlyReturn({ n: 1 }, { skipTo: 'END' }); }"
    )

    made = code.call("request", CONTEXT)

    assert (made.value, made.skip_to) == ({"n": 1}, "END")


def test_all_forms_of_export_are_found() -> None:
    """Functions, constants and the list that bundlers write are all handlers."""
    code = (
        "function first() { return 1; }\nconst second = () => 2;\n"
        "export {\n  first as request,\n  second as response,\n};"
    )
    script = compile_script(code)

    assert (script.call("request", CONTEXT).value, script.call("response", CONTEXT).value) == (1, 2)


def test_code_on_one_line_is_a_module_too() -> None:
    """What a minifier leaves (no line breaks, no blanks, other names) works; texts that look like modules are texts."""
    code = (
        "import{util as u,runtime}from'@aws-appsync/utils';import*as d from'@aws-appsync/utils/dynamodb';"
        "function t(n){return[u.matches('a',n.args.n),d.get({key:{id:n.args.n}}).operation]}"
        "const r=n=>`\nexport { x }\nimport { y } from 'z'`;export{t as request,r as response};"
    )
    script = Script(code)

    assert script.call("request", CONTEXT).value == [False, "GetItem"]
    assert "import { y }" in script.call("response", CONTEXT).value


def test_lines_stay_where_they_are() -> None:
    """A defect names the line of the code as it was written, however long its imports are."""
    code = "import {\n  util,\n} from '@aws-appsync/utils';\nexport const request = () =>\n  missing();"

    assert ":5:" in str(Script(code).call("request", CONTEXT).defect)


def test_the_code_writes_to_the_log() -> None:
    """`console` is there, and what is written is told along with the answer, once."""
    made = Script(
        "import { util } from '@aws-appsync/utils';\n"
        "export function request(ctx) { console.log('asked', ctx.args); console.error(util.autoId().length); }"
    ).call("request", CONTEXT)

    assert (made.defect, made.logs) == (None, ['asked {"n":3}', "ERROR 36"])


def test_an_answer_that_is_too_large_is_an_error() -> None:
    """Past five megabytes a handler's answer is `Transformation too large`."""
    doubled = "[...'abcdefghijklmnopqrstuvw'].reduce((all) => all + all, 'x')"
    code = f"export const request = () => {doubled};\nexport const response = () => 6 / 2 / 1;"
    script = Script(code)

    made = script.call("request", CONTEXT)

    assert made.raised is not None
    assert (made.raised.message, made.raised.type) == ("Transformation too large", "MappingTemplate")
    assert script.call("response", CONTEXT).value == 3


def test_a_call_has_so_much_time() -> None:
    """A loop that feeds itself is ended by the limit, as a defect of the code; the next call runs."""
    code = Script(
        "export function request() { const list = ['x']; for (const one of list) { list.push(one); } }\n"
        "export const response = () => 1;"
    )

    made = code.call("request", CONTEXT, seconds=0.05)

    assert made.defect == "The code ran longer than 0.05 s."
    assert code.call("response", CONTEXT).value == 1


def test_what_the_host_knows_is_asked_for_and_stays_the_same() -> None:
    """Ids differ within a call, the time does not, and a wrong question is a defect that can be read."""
    many = value("[...'abcdefghij'].map(() => util.autoId())")
    same = value("[util.time.nowEpochMilliSeconds(), util.time.nowEpochMilliSeconds()]")
    odd = Script(
        "import { util } from '@aws-appsync/utils';\n"
        "export const request = () => util.time.nowFormatted('yyyy', 'Mars/Olympus');"
    ).call("request", CONTEXT)

    assert len(set(many)) == 10
    assert same[0] == same[1]
    assert abs(same[0] / 1000 - time.time()) < 60
    assert "Mars/Olympus" in str(odd.defect)
