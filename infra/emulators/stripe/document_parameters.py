"""Writes payments_local/parameters.json: the parameters that the pinned `stripe` SDK documents for each operation.

Run it after raising the SDK's version: `python infra/emulators/stripe/document_parameters.py`.
"""

import importlib
import json
import sys
import types
import typing
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from stripe._request_options import RequestOptions
from stripe._stripe_context import StripeContext

Node = dict[str, Any]

TARGET = Path(__file__).parent / "payments_local/parameters.json"
SCALARS: dict[Any, str] = {str: "string", int: "integer", bool: "boolean", float: "decimal", Decimal: "decimal"}
UNIONS = (typing.Union, types.UnionType)

PAGE = {"ending_before", "limit", "starting_after", "expand"}
PRICE_DATA = {"currency", "product_data.name", "product_data.description", "product_data.metadata", "unit_amount"}

# What the emulator implements; of everything else that is documented only the name is kept, to refuse it by name.
SUPPORTED: dict[str, tuple[str, set[str]]] = {
    "CreateCheckoutSession": (
        "checkout._session_create_params.SessionCreateParams",
        {
            *("cancel_url", "client_reference_id", "customer_email", "expand", "expires_at", "locale", "metadata"),
            *("mode", "allowed_payment_method_types", "submit_type", "success_url", "ui_mode"),
            *("payment_intent_data.description", "payment_intent_data.metadata", "payment_intent_data.receipt_email"),
            *("payment_intent_data.statement_descriptor", "payment_intent_data.statement_descriptor_suffix"),
            "payment_intent_data.transfer_group",
            *("line_items.quantity", *(f"line_items.price_data.{name}" for name in sorted(PRICE_DATA))),
        },
    ),
    "RetrieveCheckoutSession": ("checkout._session_retrieve_params.SessionRetrieveParams", {"expand"}),
    "ExpireCheckoutSession": ("checkout._session_expire_params.SessionExpireParams", {"expand"}),
    "ListCheckoutSessions": (
        "checkout._session_list_params.SessionListParams",
        {*PAGE, "created", "payment_intent", "status"},
    ),
    "ListCheckoutSessionLineItems": ("checkout._session_list_line_items_params.SessionListLineItemsParams", PAGE),
    "RetrievePaymentIntent": ("_payment_intent_retrieve_params.PaymentIntentRetrieveParams", {"expand"}),
    "ListPaymentIntents": ("_payment_intent_list_params.PaymentIntentListParams", {*PAGE, "created"}),
    "RetrieveCharge": ("_charge_retrieve_params.ChargeRetrieveParams", {"expand"}),
    "ListCharges": ("_charge_list_params.ChargeListParams", {*PAGE, "created", "payment_intent"}),
    "CreateRefund": (
        "_refund_create_params.RefundCreateParams",
        {"amount", "charge", "expand", "metadata", "payment_intent", "reason"},
    ),
    "RetrieveRefund": ("_refund_retrieve_params.RefundRetrieveParams", {"expand"}),
    "ListRefunds": ("_refund_list_params.RefundListParams", {*PAGE, "charge", "created", "payment_intent"}),
    "RetrieveEvent": ("_event_retrieve_params.EventRetrieveParams", {"expand"}),
    "ListEvents": ("_event_list_params.EventListParams", {*PAGE, "created", "delivery_success", "type", "types"}),
    "CreateWebhookEndpoint": (
        "_webhook_endpoint_create_params.WebhookEndpointCreateParams",
        {"api_version", "description", "enabled_events", "expand", "metadata", "url"},
    ),
    "RetrieveWebhookEndpoint": ("_webhook_endpoint_retrieve_params.WebhookEndpointRetrieveParams", {"expand"}),
    "UpdateWebhookEndpoint": (
        "_webhook_endpoint_update_params.WebhookEndpointUpdateParams",
        {"description", "disabled", "enabled_events", "expand", "metadata", "url"},
    ),
    "ListWebhookEndpoints": ("_webhook_endpoint_list_params.WebhookEndpointListParams", PAGE),
    "DeleteWebhookEndpoint": ("_webhook_endpoint_delete_params.WebhookEndpointDeleteParams", set()),
}


def document_parameters() -> str:
    """Return the text of parameters.json."""
    operations = {name: _describe_operation(path, supported) for name, (path, supported) in SUPPORTED.items()}
    return json.dumps(operations, indent=1, sort_keys=True) + "\n"


def _describe_operation(path: str, supported: set[str]) -> Node:
    module, _, name = path.rpartition(".")
    params = getattr(importlib.import_module(f"stripe.params.{module}"), name)
    return _describe_object(params, supported)


def _describe_object(params: Any, supported: set[str]) -> Node:
    hints = _read_hints(params)
    own = {name: hint for name, hint in hints.items() if name not in RequestOptions.__annotations__}
    if unknown := {path.partition(".")[0] for path in supported} - own.keys():
        raise ValueError(f"{params.__name__} documents no {', '.join(sorted(unknown))}.")
    node: Node = {"type": "object", "fields": {}}
    for name, hint in own.items():
        if name in supported:
            node["fields"][name] = _describe(hint, set())
        elif below := {path.removeprefix(f"{name}.") for path in supported if path.startswith(f"{name}.")}:
            node["fields"][name] = _describe(hint, below)
    required = sorted(name for name in params.__required_keys__ if name in node["fields"])
    unsupported = sorted(own.keys() - node["fields"].keys())
    return node | ({"required": required} if required else {}) | ({"unsupported": unsupported} if unsupported else {})


def _describe(hint: Any, below: set[str]) -> Node:
    members = list(_flatten(hint))
    values = [member for member in members if isinstance(member, str)]
    # An empty string among the values means that the parameter may be unset.
    node: Node = {"unset": True} if "" in values else {}
    if enum := sorted({value for value in values if value}):
        return node | {"type": "string", "enum": enum}
    kinds = [kind for member in members if not isinstance(member, str) and (kind := _describe_type(member, below))]
    return node | (kinds[0] if len(kinds) == 1 else {"any": kinds})


def _describe_type(hint: Any, below: set[str]) -> Node | None:
    if hint in SCALARS:
        return {"type": SCALARS[hint]}
    origin = typing.get_origin(hint)
    if origin is list:
        return {"type": "array", "items": _describe(typing.get_args(hint)[0], below)}
    if origin is dict:
        return {"type": "map"}
    if typing.is_typeddict(hint) or hasattr(hint, "__required_keys__"):
        return _describe_object(hint, below or set(_read_hints(hint)))
    return None  # UntypedStripeObject: the same map again, as the SDK returns it


def _read_hints(params: Any) -> dict[str, Any]:
    names = vars(sys.modules[RequestOptions.__module__]) | vars(sys.modules[params.__module__])
    return typing.get_type_hints(params, names | {"StripeContext": StripeContext})


def _flatten(hint: Any) -> Iterator[Any]:
    """Yield the members of nested unions, and each literal as its value."""
    if typing.get_origin(hint) in UNIONS:
        for member in typing.get_args(hint):
            yield from _flatten(member)
    elif typing.get_origin(hint) is typing.Literal:
        yield from typing.get_args(hint)
    else:
        yield hint


if __name__ == "__main__":
    TARGET.write_text(document_parameters())
