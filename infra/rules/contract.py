"""Schema, resolvers and handlers: each field that is promised is answered, in the way both sides expect."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from graphql import DocumentNode, FieldDefinitionNode, GraphQLError, parse

from infra.imports import find_imported_modules
from infra.resolvers import ROOTS, Field, list_published_fields, object_fields
from infra.rules.finding import Finding, rule
from infra.rules.project import STACKS, Placed, Project, ref
from resolvers.core.appsync import BATCH_SIZE

CODE_LIMIT: Final = 32_768  # characters of one resolver's code
SCHEMA_LIMIT: Final = 1_000_000  # bytes
RESOLVER: Final = "AWS::AppSync::Resolver"


@cache
def parse_contract(schema: str) -> DocumentNode:
    """Parse the contract; raises `GraphQLError`."""
    return parse(schema)


def contract_fields(schema: str) -> dict[Field, FieldDefinitionNode]:
    """Return every field of every object type; none where the contract cannot be read."""
    try:
        return object_fields(parse_contract(schema))
    except GraphQLError:
        return {}


def field_of(placed: Placed) -> Field:
    return str(placed.properties["TypeName"]), str(placed.properties["FieldName"])


def publish_mutations(schema: str) -> set[Field]:
    """Return the mutations that only the publisher may call."""
    try:
        return list_published_fields(parse_contract(schema))
    except GraphQLError:
        return set()


@rule
def check_fields_have_resolvers(project: Project) -> Iterator[Finding]:
    """A field without a resolver answers null for ever; AWS refuses a second resolver for a field."""
    promised = contract_fields(project.schema)
    attached = [field_of(each) for each in project.resources(RESOLVER)]
    for field in promised:
        if field[0] in ROOTS and field not in attached:
            yield Finding("R01", ".".join(field), "No handler answers this field.")
        if attached.count(field) > 1:
            yield Finding("R10", ".".join(field), "This field has two resolvers; AWS refuses the second.")
    for field in project.handlers:
        if field not in attached:
            yield Finding("R04", ".".join(field), "This handler answers no field of the contract.")


@rule
def check_resolvers_fit_fields(project: Project) -> Iterator[Finding]:
    """A resolver on the wrong data source, function or batch size answers nulls, or once for each row."""
    promised, echoed = contract_fields(project.schema), publish_mutations(project.schema)
    for each in project.resources(RESOLVER):
        field = field_of(each)
        if promised and field not in promised:
            yield Finding("R02", each.where, f"The contract has no field {'.'.join(field)}.")
        elif field not in project.handlers and field not in echoed:
            yield Finding("R03", each.where, f"No function is registered for {'.'.join(field)}.")
        if "Schema" in project.stacks[each.stack]["Resources"] and each.body.get("DependsOn") != "Schema":
            yield Finding("R07", each.where, "It must depend on Schema, or AWS makes it before the type is there.")
        yield from _batching(project, each, field)
        yield from _source(project, each, is_echoed=field in echoed)
        yield from _function(project, each, field)
        yield from _code(each)


@rule
def check_contract_can_be_loaded(project: Project) -> Iterator[Finding]:
    """AppSync takes one megabyte of schema, from a file that the template finds."""
    try:
        parse_contract(project.schema)
    except GraphQLError as error:
        yield Finding("R13", "schema.graphql", f"It cannot be read: {error.message}")
    if len(project.schema.encode()) > SCHEMA_LIMIT:
        yield Finding("R11", "schema.graphql", "It is larger than AppSync's megabyte.")
    for each in project.resources("AWS::AppSync::GraphQLSchema"):
        if not (STACKS / str(each.properties.get("DefinitionS3Location"))).is_file():
            yield Finding("R11", each.where, "The file of the contract is not where the template looks for it.")


def _batching(project: Project, each: Placed, field: Field) -> Iterator[Finding]:
    size = each.properties.get("MaxBatchSize", 0)
    if field in project.handlers and bool(size) != project.handlers[field].batch:
        kind = "batch" if project.handlers[field].batch else "single"
        yield Finding("R05", each.where, f"Its handler is a {kind} one; MaxBatchSize says the opposite.")
    wanted = project.handlers[field].batch_size if field in project.handlers else BATCH_SIZE
    if size and size != wanted:
        yield Finding("R06", each.where, f"MaxBatchSize is {size}, but its handler is written for {wanted}.")


def _source(project: Project, each: Placed, *, is_echoed: bool) -> Iterator[Finding]:
    sources = project.stacks[each.stack]["Resources"]
    name = ref(each.properties.get("DataSourceName"))
    if name not in sources:
        yield Finding("R08", each.where, "Its data source is not in this template.")
    elif is_echoed != (sources[name]["Properties"]["Type"] == "NONE"):
        yield Finding("R08", each.where, "The publisher's mutations use the NONE data source, and only they do.")


def _function(project: Project, each: Placed, field: Field) -> Iterator[Finding]:
    resources = project.stacks[each.stack]["Resources"]
    source = resources.get(str(ref(each.properties.get("DataSourceName"))), {}).get("Properties", {})
    function = resources.get(str(ref(source.get("LambdaConfig", {}).get("LambdaFunctionArn"))))
    if function is None or field not in project.handlers:
        return
    entry = function["Properties"]["Handler"].rpartition(".")[0]
    module = project.handlers[field].function.__module__
    if module not in _modules(entry):
        yield Finding("R12", each.where, f"{entry} does not import {module}, so its function cannot answer this field.")


@cache
def _modules(entry: str) -> frozenset[str]:
    return frozenset(find_imported_modules(entry))


def _code(each: Placed) -> Iterator[Finding]:
    runtime = each.properties.get("Runtime", {})
    if (runtime.get("Name"), str(runtime.get("RuntimeVersion"))) != ("APPSYNC_JS", "1.0.0"):
        yield Finding("R09", each.where, "A resolver with code needs the runtime APPSYNC_JS 1.0.0.")
    code = STACKS / str(each.properties.get("CodeS3Location"))
    if not code.is_file() or len(code.read_text()) > CODE_LIMIT:
        yield Finding("R09", each.where, f"Its code must be a file of at most {CODE_LIMIT} characters.")
