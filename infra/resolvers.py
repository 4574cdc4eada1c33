"""The API's resolvers, made from schema.graphql and the registered handlers: each in the stack that answers its field.

A field is answered by the function of the product on whose router its handler is registered; what only the publisher
may call (`@aws_iam`) is answered by AppSync itself. They are composed because SAM's translator cannot loop.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from graphql import DocumentNode, FieldDefinitionNode, ObjectTypeDefinitionNode

from resolvers.core.appsync import Registered

ROOTS: Final = ("Query", "Mutation", "Subscription")
CODE: Final = "../../infra/appsync"

Field = tuple[str, str]
Handlers = Mapping[Field, Registered]
Resource = dict[str, Any]
Stacks = Mapping[str, Mapping[str, Any]]


class DataSource(NamedTuple):
    """A data source of the API: the stack that makes it, its logical id, and the API it belongs to."""

    stack: str
    name: str
    api_id: Any


def compose_resolvers(document: DocumentNode, handlers: Handlers, stacks: Stacks) -> dict[str, dict[str, Resource]]:
    """Return each stack's resolvers by logical id.

    Raises `ValueError` for a nested field that would be asked one by one, and for a handler of a product without a
    function.
    """
    fields = object_fields(document)
    made: dict[str, dict[str, Resource]] = {}
    for field in sorted({*fields} & {*handlers}):
        source = _lambda_source(handlers[field], stacks)
        made.setdefault(source.stack, {})[_logical_id(field)] = _lambda_resolver(handlers[field], source)
    for field in sorted(list_published_fields(document)):
        source = _none_source(stacks)
        made.setdefault(source.stack, {})[_logical_id(field)] = _publish_resolver(field, source)
    return made


def find_mismatches(document: DocumentNode, handlers: Handlers) -> list[str]:
    """Return a sentence for each root field without a handler, and for each handler without a field."""
    fields = object_fields(document)
    published = list_published_fields(document)
    roots = [field for field in fields if field[0] in ROOTS and field not in published]
    unanswered = (".".join(field) for field in roots if field not in handlers)
    unknown = (".".join(field) for field in handlers if field not in fields)
    return [
        *(f"{field} has no handler." for field in unanswered),
        *(f"{field} has a handler but is not in schema.graphql." for field in unknown),
    ]


def object_fields(document: DocumentNode) -> dict[Field, FieldDefinitionNode]:
    """Return every field of every object type."""
    return {
        (node.name.value, field.name.value): field
        for node in document.definitions
        if isinstance(node, ObjectTypeDefinitionNode)
        for field in node.fields or ()
    }


def list_published_fields(document: DocumentNode) -> set[Field]:
    """Return the mutations that only the publisher may call."""
    return {
        field
        for field, node in object_fields(document).items()
        if field[0] == "Mutation" and {each.name.value for each in node.directives or ()} == {"aws_iam"}
    }


def _lambda_source(handler: Registered, stacks: Stacks) -> DataSource:
    for stack, name, each in _data_sources(stacks):
        if stack == handler.product and each["Type"] == "AWS_LAMBDA":
            return DataSource(stack, name, each["ApiId"])
    raise ValueError(f"The stack {handler.product} has no function that answers {_format_field(handler)}.")


def _none_source(stacks: Stacks) -> DataSource:
    found = [
        DataSource(stack, name, each["ApiId"]) for stack, name, each in _data_sources(stacks) if each["Type"] == "NONE"
    ]
    if len(found) != 1:
        raise ValueError(f"The API needs one data source of type NONE for its publisher; there are {len(found)}.")
    return found[0]


def _data_sources(stacks: Stacks) -> Iterator[tuple[str, str, Resource]]:
    for stack, body in stacks.items():
        for name, resource in body["Resources"].items():
            if resource["Type"] == "AWS::AppSync::DataSource":
                yield stack, name, resource["Properties"]


def _lambda_resolver(handler: Registered, source: DataSource) -> Resource:
    nested = handler.type_name not in ROOTS
    if nested != handler.batch:
        # lambda-field.js tells the two apart by the parent's type.
        wanted = "@app.batch_resolver" if nested else "@app.resolver"
        raise ValueError(f"{_format_field(handler)} must be registered with {wanted}.")
    size = {"MaxBatchSize": handler.batch_size} if handler.batch else {}
    return _resolver((handler.type_name, handler.field_name), source, "lambda-field.js", size)


def _publish_resolver(field: Field, source: DataSource) -> Resource:
    code = "revoke.js" if field[1].startswith("revoke") else "publish.js"
    return {"DependsOn": "Schema", **_resolver(field, source, code, {})}


def _resolver(field: Field, source: DataSource, code: str, size: dict[str, int]) -> Resource:
    properties = {
        "ApiId": source.api_id,
        "TypeName": field[0],
        "FieldName": field[1],
        "DataSourceName": {"Fn::GetAtt": [source.name, "Name"]},
        **size,
        "Runtime": {"Name": "APPSYNC_JS", "RuntimeVersion": "1.0.0"},
        "CodeS3Location": f"{CODE}/{code}",
    }
    return {"Type": "AWS::AppSync::Resolver", "Properties": properties}


def _logical_id(field: Field) -> str:
    return f"{field[0]}{field[1][0].upper()}{field[1][1:]}Resolver"


def _format_field(handler: Registered) -> str:
    return f"{handler.type_name}.{handler.field_name}"
