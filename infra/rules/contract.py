"""Schema, resolvers and handlers: each field that is promised is answered, in the way both sides expect."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from graphql import DocumentNode, FieldDefinitionNode, GraphQLError, ObjectTypeDefinitionNode, parse

from infra.rules.finding import Finding, rule
from infra.rules.project import Placed, Project, ref
from resolvers.core.appsync import BATCH_SIZE

ROOTS: Final = ("Query", "Mutation", "Subscription")
CODE_LIMIT: Final = 32_768  # characters of one resolver's code
SCHEMA_LIMIT: Final = 1_000_000  # bytes
RESOLVER: Final = "AWS::AppSync::Resolver"

Field = tuple[str, str]


@cache
def document(schema: str) -> DocumentNode:
    """Parse the contract; raises `GraphQLError`."""
    return parse(schema)


def fields(schema: str) -> dict[Field, FieldDefinitionNode]:
    """Return every field of every object type; none where the contract cannot be read."""
    try:
        definitions = document(schema).definitions
    except GraphQLError:
        return {}
    objects = (each for each in definitions if isinstance(each, ObjectTypeDefinitionNode))
    return {(node.name.value, each.name.value): each for node in objects for each in node.fields or ()}


def resolver_of(placed: Placed) -> Field:
    return str(placed.properties["TypeName"]), str(placed.properties["FieldName"])


def published(schema: str) -> set[Field]:
    """Return the mutations that only the publisher may call."""
    return {
        name
        for name, node in fields(schema).items()
        if name[0] == "Mutation" and {each.name.value for each in node.directives or ()} == {"aws_iam"}
    }


@rule
def every_promise_is_kept(project: Project) -> Iterator[Finding]:
    promised = fields(project.schema)
    attached = [resolver_of(each) for each in project.every(RESOLVER)]
    for field in promised:
        if field[0] in ROOTS and field not in attached:
            yield Finding("R01", ".".join(field), "This field has no resolver. Run `make resolvers`.")
        if attached.count(field) > 1:
            yield Finding("R10", ".".join(field), "This field has two resolvers; AWS refuses the second.")
    for field in project.handlers:
        if field not in attached:
            yield Finding("R04", ".".join(field), "This handler is attached to no field. Run `make resolvers`.")


@rule
def every_resolver_fits_its_field(project: Project) -> Iterator[Finding]:
    promised, echoed = fields(project.schema), published(project.schema)
    for each in project.every(RESOLVER):
        field = resolver_of(each)
        if promised and field not in promised:
            yield Finding("R02", each.where, f"The contract has no field {'.'.join(field)}.")
        elif field not in project.handlers and field not in echoed:
            yield Finding("R03", each.where, f"No function is registered for {'.'.join(field)}.")
        if each.body.get("DependsOn") != "Schema":
            yield Finding("R07", each.where, "It must depend on Schema, or AWS makes it before the type is there.")
        yield from _batching(project, each, field)
        yield from _source(project, each, is_echoed=field in echoed)
        yield from _code(each)


@rule
def the_contract_can_be_loaded(project: Project) -> Iterator[Finding]:
    try:
        document(project.schema)
    except GraphQLError as error:
        yield Finding("G01", "schema.graphql", f"It cannot be read: {error.message}")
    if len(project.schema.encode()) > SCHEMA_LIMIT:
        yield Finding("R11", "schema.graphql", "It is larger than AppSync's megabyte.")
    for each in project.every("AWS::AppSync::GraphQLSchema"):
        if not (Path("infra/stacks") / str(each.properties.get("DefinitionS3Location"))).is_file():
            yield Finding("R11", each.where, "The file of the contract is not where the template looks for it.")


def _batching(project: Project, each: Placed, field: Field) -> Iterator[Finding]:
    size = each.properties.get("MaxBatchSize", 0)
    if field in project.handlers and bool(size) != project.handlers[field]:
        told = "batch" if project.handlers[field] else "single"
        yield Finding("R05", each.where, f"Its handler is a {told} one; MaxBatchSize says the opposite.")
    if size and size != BATCH_SIZE:
        yield Finding("R06", each.where, f"MaxBatchSize is {size}, but handlers are written for {BATCH_SIZE}.")


def _source(project: Project, each: Placed, *, is_echoed: bool) -> Iterator[Finding]:
    sources = project.stacks[each.stack]["Resources"]
    name = ref(each.properties.get("DataSourceName"))
    if name not in sources:
        yield Finding("R08", each.where, "Its data source is not in this template.")
    elif is_echoed != (sources[name]["Properties"]["Type"] == "NONE"):
        yield Finding("R08", each.where, "What the publisher calls stands on NONE, and only that.")


def _code(each: Placed) -> Iterator[Finding]:
    runtime = each.properties.get("Runtime", {})
    if (runtime.get("Name"), str(runtime.get("RuntimeVersion"))) != ("APPSYNC_JS", "1.0.0"):
        yield Finding("R09", each.where, "A resolver with code needs the runtime APPSYNC_JS 1.0.0.")
    code = Path("infra/stacks") / str(each.properties.get("CodeS3Location"))
    if not code.is_file() or len(code.read_text()) > CODE_LIMIT:
        yield Finding("R09", each.where, f"Its code must be a file of at most {CODE_LIMIT} characters.")
