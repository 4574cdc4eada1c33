"""The contract of the REST API: printed as committed, valid, and what the template and the function serve."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from infra import templates
from resolvers.core.problem import STATUSES, Problem
from resolvers.learning import openapi, rest

METHODS = {"get", "post"}


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    return openapi.build()


def routes(paths: dict[str, dict[str, Any]]) -> set[tuple[str, str]]:
    return {(method.upper(), path) for path, served in paths.items() for method in served if method in METHODS}


def test_the_printed_contract_is_the_committed_one() -> None:
    """`make schema` prints it."""
    assert openapi.FILE.read_text() == openapi.print_contract()


def test_contract_template_and_function_have_the_same_routes_and_all_need_a_token(contract: dict[str, Any]) -> None:
    resources = templates.load(templates.STACKS / "learning.yaml")["Resources"]
    served = resources["LearningRestApi"]["Properties"]["DefinitionBody"]["paths"]
    events = resources["LearningRestFunction"]["Properties"]["Events"].values()
    invoked = {(each["Properties"]["Method"], each["Properties"]["Path"]) for each in events}

    assert routes(contract["paths"]) == routes(served) == invoked == set(rest.ROUTES)
    methods = [method for path in served.values() for method in path.values()]
    assert all(method["security"] == [{"People": []}] for method in methods)
    assert all("LearningRestFunction" in str(method["x-amazon-apigateway-integration"]["uri"]) for method in methods)
    assert contract["security"] == [{"People": []}]


def test_every_reference_leads_somewhere_and_every_schema_is_one(contract: dict[str, Any]) -> None:
    text = json.dumps(contract)
    schemas = contract["components"]["schemas"]
    named = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}

    assert named <= set(schemas)
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


def test_nothing_hidden_is_promised(contract: dict[str, Any]) -> None:
    schemas = contract["components"]["schemas"]

    assert {"ownerId", "claim"}.isdisjoint(schemas["Evaluation"]["properties"])
    assert "secondsLeft" not in schemas["EvaluationStep"]["properties"]
    assert "findings" in schemas["Evaluation"]["properties"]
    assert not any(mark in json.dumps(contract) for mark in openapi._OURS)


def test_every_member_says_what_it_is(contract: dict[str, Any]) -> None:
    schemas = {name: each for name, each in contract["components"]["schemas"].items() if name != "Problem"}

    silent = [
        f"{name}.{member}"
        for name, schema in schemas.items()
        for member, each in schema.get("properties", {}).items()
        if not each.get("description")
    ]
    assert silent == []


@pytest.mark.parametrize("code", sorted(STATUSES))
def test_every_problem_fits_its_schema(contract: dict[str, Any], code: str) -> None:
    schema = contract["components"]["schemas"]["Problem"]
    error = {"code": code, "message": "It is not so.", "path": ["input", "a/b"]}

    for problem in (Problem(code, "It is not so."), Problem.from_user_errors([error])):
        Draft202012Validator(schema).validate(problem.to_body())
        assert problem.status == STATUSES[code]
    assert Problem.from_user_errors([error]).to_body()["errors"][0]["pointer"] == "#/a~1b"
