"""GraphQL fields of payments."""

from resolvers import rates
from resolvers.core.identity import viewer
from resolvers.shop.payments import service
from resolvers.shop.payments.app import app
from resolvers.shop.payments.model import StartPaymentInput, StartPaymentPayload


@app.resolver(type_name="Mutation", field_name="startPayment", counts=(rates.WRITES,))
def start_payment(input: StartPaymentInput) -> StartPaymentPayload | None:
    """Open the page on which you pay your order. Calling it again returns the same page: nothing is paid twice."""
    return StartPaymentPayload(payment=service.start_payment(viewer(), input.order_id))
