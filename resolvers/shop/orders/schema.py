"""What the contract promises of orders."""

import strawberry

import resolvers.platform.users.schema
import resolvers.shop.money.schema  # noqa: F401  imported for their side effect: they register people and amounts
from resolvers.core.directives import EVERYONE, SIGNED_IN, enums, field, inputs, nested_field, outputs
from resolvers.platform.users.model import Viewer
from resolvers.shop import errors, states
from resolvers.shop.invoices import model as invoices
from resolvers.shop.orders import handler, model, revenue

TYPES = (
    errors.InsufficientStockError,
    errors.PriceChangedError,
    errors.NotForSaleError,
    errors.RefundTooLargeError,
    errors.OrderClosedError,
    errors.ShopClosedError,
)

enums(states.OrderState, states.PartState, model.SaleStep, revenue.RevenueGroup, invoices.InvoiceLanguage)
outputs(*TYPES, directives=EVERYONE)  # a payload that guests get can hold any error
outputs(
    invoices.Invoice,
    invoices.CreditNote,
    invoices.InvoiceFile,
    model.Address,
    model.OrderLine,
    model.OrderTotals,
    model.OrderPart,
    model.Order,
    model.Sale,
    model.OrderConnection,
    model.SaleConnection,
    revenue.RevenueRow,
    revenue.Revenue,
    revenue.SalesReport,
    model.PlaceOrderPayload,
    model.CancelOrderPayload,
    model.AdvanceSalePayload,
    model.RefundSalePayload,
    directives=SIGNED_IN,
)
inputs(model.AddressInput, model.OrderLineInput, model.PlaceOrderInput, model.CancelOrderInput, model.AdvanceSaleInput)
inputs(model.RefundLineInput, model.RefundSaleInput)

nested_field(Viewer, handler.orders)
nested_field(Viewer, handler.sales)
nested_field(Viewer, handler.sales_report)


@strawberry.type
class Query:
    order = field(handler.order)
    invoice_file = field(handler.invoice_file)


@strawberry.type
class Mutation:
    place_order = field(handler.place_order)
    cancel_order = field(handler.cancel_order)
    advance_sale = field(handler.advance_sale)
    refund_sale = field(handler.refund_sale)
