"""GraphQL fields of orders: a buyer's own, and a seller's part of them."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.appsync import SubscriptionFilter
from resolvers.core.identity import viewer
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.platform.event_log import listening
from resolvers.shop.invoices.model import InvoiceFile, InvoiceLanguage
from resolvers.shop.orders import reports, service
from resolvers.shop.orders.app import app
from resolvers.shop.orders.model import (
    AdvanceSaleInput,
    AdvanceSalePayload,
    CancelOrderInput,
    CancelOrderPayload,
    Order,
    OrderConnection,
    PlaceOrderInput,
    PlaceOrderPayload,
    RefundSaleInput,
    RefundSalePayload,
    SaleConnection,
)
from resolvers.shop.orders.revenue import Month, RevenueGroup, SalesReport
from resolvers.shop.states import OrderState, PartState

Parents = list[dict[str, Any]]
State = Annotated[OrderState | None, Field(description="Only orders in this state. All if you leave it out.")]
Part = Annotated[PartState | None, Field(description="Only sales in this state. All if you leave it out.")]


@app.resolver(type_name="Query", field_name="order")
def order(id: Annotated[ID, Field(description="The ID of the order.")]) -> Order | None:
    """Your order with an ID. Null if you have none with it."""
    return service.get_order(viewer(), id)


@app.resolver(type_name="Query", field_name="invoiceFile", counts=(rates.INVOICES,))
def invoice_file(
    id: Annotated[ID, Field(description="The ID of the invoice or the credit note.")],
    language: Annotated[InvoiceLanguage, Field(description="The language of the reader.")],
) -> InvoiceFile | None:
    """An invoice or a credit note of your order or your sale as PDF, with the address for as long as you can see it.

    Null for others.
    """
    return service.draw_invoice(viewer(), id, language)


@app.batch_resolver(type_name="Viewer", field_name="orders")
def orders(
    viewers: Parents, state: State = None, first: First = 20, after: After = None
) -> list[OrderConnection | None]:
    """Your orders, newest first."""
    return [service.list_orders(viewer(), state, first, after) for _ in viewers]


@app.batch_resolver(type_name="Viewer", field_name="sales")
def sales(viewers: Parents, state: Part = None, first: First = 20, after: After = None) -> list[SaleConnection | None]:
    """The paid orders of what you sell, newest first."""
    return [service.list_sales(viewer(), state, first, after) for _ in viewers]


@app.batch_resolver(type_name="Viewer", field_name="salesReport")
def sales_report(
    viewers: Parents,
    by: Annotated[RevenueGroup, Field(description="What the rows are.")] = RevenueGroup.MONTH,
    since: Annotated[
        Month | None,
        Field(description="The first month, such as `2026-01`. Eleven months before `until` if you leave it out."),
    ] = None,
    until: Annotated[
        Month | None,
        Field(
            description="The last month, such as `2026-12`, the present one by UTC if you leave it out. At most 120 "
            "months in all."
        ),
    ] = None,
) -> list[SalesReport | None]:
    """What you earned from paid orders, by currency. Cancelled orders do not count.

    A sale belongs to the month in which it was ordered: for walks by the time zone of their place, for anything else
    by the time zone of the product's seller.
    """
    return [reports.report_sales(viewer(), by, since, until) for _ in viewers]


@app.resolver(type_name="Mutation", field_name="placeOrder", counts=(rates.WRITES, rates.ORDERS))
def place_order(input: PlaceOrderInput) -> PlaceOrderPayload | None:
    """Order at the prices that you saw. The pieces are held for 35 minutes, in which you pay."""
    return PlaceOrderPayload(order=service.place_order(viewer(), input))


@app.resolver(type_name="Mutation", field_name="cancelOrder", counts=(rates.WRITES,))
def cancel_order(input: CancelOrderInput) -> CancelOrderPayload | None:
    """Cancel your order while nothing of it has shipped. What you paid goes back. A repeat changes nothing."""
    return CancelOrderPayload(order=service.cancel_order(viewer(), input.id))


@app.resolver(type_name="Mutation", field_name="advanceSale", counts=(rates.WRITES,))
def advance_sale(input: AdvanceSaleInput) -> AdvanceSalePayload | None:
    """Change the state of your part of a paid order: preparing, shipped, done."""
    return AdvanceSalePayload(sale=service.advance_sale(viewer(), input))


@app.resolver(type_name="Mutation", field_name="refundSale", counts=(rates.WRITES,))
def refund_sale(input: RefundSaleInput) -> RefundSalePayload | None:
    """Refund part of a paid order that you sold, by pieces or by amount. The buyer is told why."""
    return RefundSalePayload(sale=service.refund_sale(viewer(), input))


@app.resolver(type_name="Subscription", field_name="onOrder")
def on_order(user_id: Annotated[ID, Field(description="Your own user ID.")]) -> SubscriptionFilter:
    """Delivers changes of the orders that you placed and, once they are paid, of those that you sell a part of."""
    return listening.to_self(user_id)
