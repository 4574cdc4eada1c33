"""Schemas: what of newer GraphQL AppSync takes."""

from infra.probe.bench import Bench
from infra.probe.question import Answer, question

# Name, what it is, the schema; the switch that would take it.
TRIED = (
    (
        "interfaces_of_interfaces",
        "an interface that implements another",
        "interface A { id: ID } interface B implements A { id: ID } type C implements A & B { id: ID }",
        "modern_sdl",
    ),
    ("one_of", "@oneOf", "input I @oneOf { a: ID b: ID }", "modern_sdl"),
    # AppSync has no custom scalars, so the data plane refuses this whatever its switches say.
    ("specified_by", "@specifiedBy", 'scalar Odd @specifiedBy(url: "https://example.org")', ""),
    ("schema_description", "a description of the schema", '"A probe." schema { query: Query }', "modern_sdl"),
    ("repeatable", "a repeatable directive", "directive @again repeatable on FIELD_DEFINITION", ""),
    (
        "directives_on_interfaces",
        "@aws_api_key on an interface",
        "interface A @aws_api_key { id: ID } type C implements A @aws_api_key { id: ID }",
        "directives_on_interfaces",
    ),
)


def _ask_about_schema(name: str, what: str, sdl: str, switch: str) -> None:
    @question(name, f"Does a schema with {what} pass?", switch=switch)
    def _(bench: Bench) -> Answer:
        seen = bench.try_schema(f"type Query {{ marker_{name}: String }} {sdl}")
        return Answer(seen, str(seen == "accepted").lower() if switch else None)


for _each in TRIED:
    _ask_about_schema(*_each)
