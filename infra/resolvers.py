"""Write every resolver of the API into infra/stacks/backend.yaml: `python -m infra.resolvers`; `--check` compares only.

A field is answered by the function its handler is registered in; what only the publisher may call (`@aws_iam`) by
AppSync itself. Written out because SAM's translator cannot loop.
"""

import sys
from pathlib import Path
from typing import Final

from graphql import DocumentNode, FieldDefinitionNode, ObjectTypeDefinitionNode, parse

from resolvers import api as _every_room  # noqa: F401 (registers the handlers)
from resolvers.core.appsync import BATCH_SIZE, Registered, app

TEMPLATE: Final = Path("infra/stacks/backend.yaml")
SCHEMA: Final = Path("schema.graphql")
MARK: Final = (
    "  # Resolvers: written by `python -m infra.resolvers` from schema.graphql and the handlers. Do not edit below.\n"
)
ROOTS: Final = ("Query", "Mutation", "Subscription")

Field = tuple[str, str]


def main() -> None:
    document = parse(SCHEMA.read_text())
    problems = unanswered(document, app.registered)
    template = TEMPLATE.read_text()
    current = rewritten(template, document, app.registered)
    if "--check" not in sys.argv[1:]:
        TEMPLATE.write_text(current)
    elif template != current:
        problems.append(f"The resolvers in {TEMPLATE} are not current. Run: make resolvers")
    sys.exit("\n".join(problems) or 0)


def rewritten(template: str, document: DocumentNode, handlers: dict[Field, Registered]) -> str:
    """Return the template with its resolvers written anew."""
    head, mark, _ = template.partition(MARK)
    if not mark:
        raise ValueError(f"{TEMPLATE} lacks the line that its resolvers stand under: {MARK.strip()}")
    published = {field: _published(field) for field in _only_for_publisher(document)}
    answered = {field: _answered(handlers[field]) for field in handlers if field in _fields(document)}
    blocks = published | answered
    return head + mark + "".join(blocks[field] for field in sorted(blocks))


def unanswered(document: DocumentNode, handlers: dict[Field, Registered]) -> list[str]:
    """Return a sentence for each root field without a handler, and for each handler without a field."""
    fields = _fields(document)
    published = _only_for_publisher(document)
    roots = [field for field in fields if field[0] in ROOTS and field not in published]
    return [
        *(f"{'.'.join(field)} has no handler." for field in roots if field not in handlers),
        *(f"{'.'.join(field)} has a handler but is not in {SCHEMA}." for field in handlers if field not in fields),
    ]


def _fields(document: DocumentNode) -> dict[Field, FieldDefinitionNode]:
    return {
        (node.name.value, field.name.value): field
        for node in document.definitions
        if isinstance(node, ObjectTypeDefinitionNode)
        for field in node.fields or ()
    }


def _only_for_publisher(document: DocumentNode) -> set[Field]:
    fields = _fields(document).items()
    return {name for name, node in fields if name[0] == "Mutation" and _directives(node) == {"aws_iam"}}


def _directives(node: FieldDefinitionNode) -> set[str]:
    return {directive.name.value for directive in node.directives or ()}


def _answered(handler: Registered) -> str:
    nested = handler.type_name not in ROOTS
    if nested != handler.batch:
        # lambda-field.js tells the two apart by the parent's type.
        wanted = "@app.batch_resolver" if nested else "@app.resolver"
        raise ValueError(f"{handler.type_name}.{handler.field_name} must be registered with {wanted}.")
    size = f"      MaxBatchSize: {BATCH_SIZE}\n" if handler.batch else ""
    return _resolver(handler.type_name, handler.field_name, "FunctionSource", "lambda-field.js", size)


def _published(field: Field) -> str:
    code = "revoke.js" if field[1].startswith("revoke") else "publish.js"
    return _resolver(*field, "NoSource", code, "")


def _resolver(type_name: str, field_name: str, source: str, code: str, size: str) -> str:
    logical = f"{type_name}{field_name[0].upper()}{field_name[1:]}Resolver"
    return (
        f"  {logical}:\n"
        "    Type: AWS::AppSync::Resolver\n"
        "    DependsOn: Schema\n"
        "    Properties:\n"
        "      ApiId: !GetAtt Api.ApiId\n"
        f"      TypeName: {type_name}\n"
        f"      FieldName: {field_name}\n"
        f"      DataSourceName: !GetAtt {source}.Name\n"
        f"{size}"
        "      Runtime: { Name: APPSYNC_JS, RuntimeVersion: 1.0.0 }\n"
        f"      CodeS3Location: ../appsync/{code}\n"
    )


if __name__ == "__main__":
    main()
