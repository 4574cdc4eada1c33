"""Answers: what the API shows of a resource, with the references that `expand` asks for."""

from typing import Any, Final

from payments_local.errors import InvalidRequestError
from payments_local.ledger import ON_REQUEST, hide_private
from payments_local.pagination import paginate
from payments_local.resources import charges, payment_intents, refunds
from payments_local.store import Resource, Store

DEEPEST: Final = 4
# Fields that hold the id of another resource.
REFERENCES: Final = {
    ("checkout.session", "payment_intent"): payment_intents.KIND,
    ("payment_intent", "latest_charge"): charges.KIND,
    ("charge", "payment_intent"): payment_intents.KIND,
    ("refund", "charge"): charges.KIND,
    ("refund", "payment_intent"): payment_intents.KIND,
}


def show(store: Store, resource: Resource, expand: list[str]) -> Resource:
    """Return a resource or a list with its expanded references; raise `InvalidRequestError` where it can't."""
    for path in expand:
        if path.count(".") >= DEEPEST:
            message = f"You cannot expand more than {DEEPEST} levels of a property ({path})."
            raise InvalidRequestError(message, param="expand")
    if resource["object"] == "list":
        return _show_list(store, resource, expand, "")
    return _show(store, resource, expand, "")


def _show_list(store: Store, page: Resource, expand: list[str], at: str) -> Resource:
    for path in expand:
        if path.partition(".")[0] != "data":
            raise _not_expandable(f"{at}{path}", "you may want to expand it on the items of the list, by `data.`")
    below = [rest for path in expand if (rest := path.partition(".")[2])]
    return page | {"data": [_show(store, each, below, f"{at}data.") for each in page["data"]]}


def _show(store: Store, resource: Resource, expand: list[str], at: str) -> Resource:
    shown = hide_private(resource)
    names = dict.fromkeys(path.partition(".")[0] for path in expand)
    for name in names:
        below = [rest for path in expand if path.partition(".")[0] == name and (rest := path.partition(".")[2])]
        shown[name] = _expand(store, resource, name, below, at)
    return shown


def _expand(store: Store, resource: Resource, name: str, below: list[str], at: str) -> Any:
    kind = resource["object"]
    if name in ON_REQUEST.get(kind, ()):
        return _show_list(store, _list_included(store, resource, name), below, f"{at}{name}.")
    target = REFERENCES.get((kind, name))
    if target is None:
        raise _not_expandable(f"{at}{name}", f"it is no reference of a {kind} that payments-local knows")
    referenced = store.get(target, resource[name]) if resource[name] else None
    return _show(store, referenced, below, f"{at}{name}.") if referenced else None


def _list_included(store: Store, resource: Resource, name: str) -> dict[str, Any]:
    if name == "line_items":
        return paginate(resource["line_items"], {}, f"/v1/checkout/sessions/{resource['id']}/line_items")
    return paginate(list(store.find(refunds.KIND, charge=resource["id"])), {}, f"/v1/charges/{resource['id']}/refunds")


def _not_expandable(path: str, why: str) -> InvalidRequestError:
    return InvalidRequestError(f"This property cannot be expanded ({path}): {why}.", param="expand")
