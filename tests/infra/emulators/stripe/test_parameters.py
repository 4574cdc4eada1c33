"""Parameters are judged by what the SDK documents."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from payments_local.errors import InvalidRequestError
from payments_local.form import Tree, decode_form
from payments_local.operations import OPERATIONS
from payments_local.parameters import DOCUMENTED, parse_parameters

PACKAGE = Path("infra/emulators/stripe")
SESSION = DOCUMENTED["CreateCheckoutSession"]


def test_the_committed_parameters_are_those_of_the_pinned_sdk() -> None:
    """If this fails: python infra/emulators/stripe/document_parameters.py."""
    specification = importlib.util.spec_from_file_location("document", PACKAGE / "document_parameters.py")
    assert specification
    assert specification.loader
    script = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(script)

    assert (PACKAGE / "payments_local/parameters.json").read_text() == script.document_parameters()


def test_every_operation_is_documented() -> None:
    assert {operation.name for operation in OPERATIONS} == set(DOCUMENTED)


def test_parameters_become_values() -> None:
    """Text of the wire: integers, booleans, arrays and metadata."""
    form = "line_items[0][quantity]=2&line_items[0][price_data][currency]=eur&metadata[order]=order_1&expires_at=12"

    assert parse_parameters(SESSION, decode_form(form)) == {
        "line_items": [{"quantity": 2, "price_data": {"currency": "eur"}}],
        "metadata": {"order": "order_1"},
        "expires_at": 12,
    }


@pytest.mark.parametrize(
    ("operation", "tree", "param", "code"),
    [
        ("CreateCheckoutSession", {"colour": "red"}, "colour", "parameter_unknown"),
        ("CreateCheckoutSession", {"line_items": [{"colour": "red"}]}, "line_items[0][colour]", "parameter_unknown"),
        ("CreateCheckoutSession", {"expires_at": "soon"}, "expires_at", "parameter_invalid_integer"),
        ("CreateCheckoutSession", {"expires_at": "1.5"}, "expires_at", "parameter_invalid_integer"),
        ("CreateCheckoutSession", {"expires_at": "٣"}, "expires_at", "parameter_invalid_integer"),
        ("CreateCheckoutSession", {"expires_at": "9" * 30}, "expires_at", "parameter_invalid_integer"),
        ("CreateCheckoutSession", {"cancel_url": ""}, "cancel_url", "parameter_invalid_empty"),
        ("CreateCheckoutSession", {"mode": "gift"}, "mode", None),
        ("CreateCheckoutSession", {"line_items": "print"}, "line_items", None),
        ("CreateCheckoutSession", {"line_items": ["print"]}, "line_items[0]", None),
        ("CreateCheckoutSession", {"success_url": {"a": "b"}}, "success_url", None),
        ("CreateCheckoutSession", {"metadata": {"a": {"b": "c"}}}, "metadata", None),
        ("CreateCheckoutSession", {"metadata": {"k" * 41: "v"}}, f"metadata[{'k' * 41}]", None),
        ("CreateCheckoutSession", {"metadata": {"k": "v" * 501}}, "metadata[k]", None),
        ("CreateCheckoutSession", {"metadata": {str(n): "v" for n in range(51)}}, "metadata", None),
        ("CreateCheckoutSession", {"discounts": [{"coupon": "x"}]}, "discounts", "emulator_unsupported"),
        ("CreateWebhookEndpoint", {"url": "http://localhost"}, "enabled_events", "parameter_missing"),
        ("UpdateWebhookEndpoint", {"disabled": "yes"}, "disabled", None),
        ("ListEvents", {"created": {"after": "1"}}, "created", "parameter_invalid_integer"),
    ],
)
def test_what_is_not_documented_is_refused_by_name(operation: str, tree: Tree, param: str, code: str | None) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        parse_parameters(DOCUMENTED[operation], tree)

    assert (refused.value.param, refused.value.code) == (param, code)


@pytest.mark.parametrize(("created", "value"), [("12", 12), ({"gte": "12"}, {"gte": 12})])
def test_a_parameter_may_have_several_forms(created: Any, value: Any) -> None:
    assert parse_parameters(DOCUMENTED["ListEvents"], {"created": created}) == {"created": value}


def test_what_may_be_unset_is_unset_by_an_empty_value() -> None:
    assert parse_parameters(DOCUMENTED["CreateRefund"], {"metadata": ""}) == {"metadata": None}
