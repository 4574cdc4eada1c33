"""What the contract promises of carts."""

import strawberry

import resolvers.shop.catalogue.schema  # noqa: F401  imported for its side effect: it registers products
from resolvers.core.directives import SIGNED_IN, enums, field, inputs, nested_field, outputs
from resolvers.platform.users.model import Viewer
from resolvers.shop.carts import handler, model

enums(model.CartProblem)
outputs(model.CartLine, model.Cart, directives=SIGNED_IN)
outputs(model.SetCartLinePayload, model.MergeCartPayload, model.ClearCartPayload, directives=SIGNED_IN)
inputs(model.SetCartLineInput, model.GuestLineInput, model.MergeCartInput)

nested_field(Viewer, handler.cart)


@strawberry.type
class Mutation:
    set_cart_line = field(handler.set_cart_line)
    merge_cart = field(handler.merge_cart)
    clear_cart = field(handler.clear_cart)
