"""Fields that leave a stack: their resolvers go before the schema that no longer has them, or a stack that takes over.

AppSync keeps one resolver for a field, and the API's stack is deployed before the products'.
"""

from collections.abc import Mapping

from infra.resolvers import Field
from infra.templates import Body

RESOLVER = "AWS::AppSync::Resolver"


def narrow(products: Mapping[str, Body], deployed: Mapping[str, Body | None]) -> dict[str, Body]:
    """Return the product stacks that lose a field, with only those resolvers that are deployed in them and stay."""
    return {
        stack: _with_resolvers_of(body, list_resolved_fields(before))
        for stack, body in products.items()
        if (before := deployed.get(stack)) and list_resolved_fields(before) - list_resolved_fields(body)
    }


def list_resolved_fields(body: Body) -> set[Field]:
    """Return the fields that a template's resolvers answer."""
    found = (each["Properties"] for each in body["Resources"].values() if each["Type"] == RESOLVER)
    return {(each["TypeName"], each["FieldName"]) for each in found}


def _with_resolvers_of(body: Body, fields: set[Field]) -> Body:
    kept = {
        name: each
        for name, each in body["Resources"].items()
        if each["Type"] != RESOLVER or (each["Properties"]["TypeName"], each["Properties"]["FieldName"]) in fields
    }
    return {**body, "Resources": kept}
