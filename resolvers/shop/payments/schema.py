"""What the contract promises of payments."""

import strawberry

import resolvers.shop.money.schema  # noqa: F401  imported for its side effect: it registers amounts
from resolvers.core.directives import SIGNED_IN, field, inputs, outputs
from resolvers.shop.payments import handler, model

outputs(model.Payment, model.StartPaymentPayload, directives=SIGNED_IN)
inputs(model.StartPaymentInput)


@strawberry.type
class Mutation:
    start_payment = field(handler.start_payment)
