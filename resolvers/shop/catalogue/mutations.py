"""What sellers ask to do with their products, and what each mutation returns."""

from typing import Annotated, Final, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, AwareDatetime, Field, field_validator, model_validator

from resolvers.core import text
from resolvers.core.appsync import Payload
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID
from resolvers.core.model import Input
from resolvers.shop.catalogue.model import Product, ProductType
from resolvers.shop.money.currencies import DECIMALS
from resolvers.shop.money.model import LARGEST
from resolvers.shop.money.rounding import BASIS_POINTS
from resolvers.shop.payments.amounts import NOT_CHARGED

MAX_VARIANTS: Final = 20
MAX_STOCK: Final = 1_000_000
MAX_MINUTES: Final = 24 * 60


def _require_currency(code: str) -> str:
    if code not in DECIMALS:
        raise ValueError("It must be a currency of ISO 4217 in capital letters, such as EUR")
    if code in NOT_CHARGED:
        raise ValueError("Nothing can be paid in this currency")
    return code


def _require_zone(name: str) -> str:
    mistake = ValueError("It must be a time zone of the IANA database, such as Pacific/Auckland")
    if not name[:1].isupper():
        raise mistake  # a machine's own `localtime`
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # unknown, or no name of a file at all
        raise mistake from error


ProductTitle = Annotated[str, AfterValidator(text.Line(1, 120)), Field(description="One line of 1 to 120 characters.")]
Description = Annotated[
    str, AfterValidator(text.Paragraphs(0, 5_000)), Field(description="Plain text of up to 5,000 characters.")
]
VariantName = Annotated[
    str,
    AfterValidator(text.Line(1, 80)),
    Field(description="What buyers choose between, such as `A3, matte`. One line of 1 to 80 characters."),
]
Currency = Annotated[
    str, AfterValidator(_require_currency), Field(description="The currency of all prices, by ISO 4217, such as `EUR`.")
]
Zone = Annotated[str, AfterValidator(_require_zone)]
Price = Annotated[
    int,
    Field(strict=True, ge=1, le=LARGEST, description="In minor units: 1999 for 19.99 EUR, 1200 for 1,200 JPY."),
]
TaxRate = Annotated[
    int,
    Field(
        strict=True, ge=0, le=BASIS_POINTS, description="The tax that prices include, in basis points: 1900 is 19 %."
    ),
]
ExpectedVersion = Annotated[
    int,
    Field(
        description="The version that you read. If the product has changed since, the payload has a `Conflict` error "
        "with the current version."
    ),
]


class VariantInput(Input):
    """A new variant of a product."""

    name: VariantName
    price: Price
    stock: int = Field(
        default=0, strict=True, ge=0, le=MAX_STOCK, description="How many pieces or seats there are, up to 1,000,000."
    )
    starts_at: AwareDatetime | None = Field(
        default=None, description="When the walk starts. Required for walks, not allowed for prints and books."
    )
    zone: Zone | None = Field(
        default=None,
        description="The time zone of the place, such as `Pacific/Auckland`. Required for walks only.",
    )

    minutes: int | None = Field(
        default=None,
        strict=True,
        ge=1,
        le=MAX_MINUTES,
        description="How long the walk takes, from 1 to 1,440 minutes. Not allowed for prints and books.",
    )

    @model_validator(mode="after")
    def _require_zone_beside_time(self) -> Self:
        if (self.starts_at is None) != (self.zone is None) or (self.minutes and not self.starts_at):
            raise ValueError("A start, its time zone and a duration belong together")
        return self


class CreateProductInput(Input):
    """Input of `createProduct`."""

    type: ProductType = Field(description="The kind of product.")
    subject_id: ID = Field(description="The ID of your public article that the product is made from.")
    photo_id: ID | None = Field(
        default=None,
        description="The ID of a photo of the article: to print or as preview. Required for prints.",
    )
    pin_id: ID | None = Field(
        default=None, description="The ID of a pin of the article. Required for walks, not allowed for others."
    )
    title: ProductTitle
    description: Description = ""
    currency: Currency
    tax_rate: TaxRate = 0
    zone: Zone | None = Field(
        default=None,
        description="Your time zone, such as `Pacific/Honolulu`, by which sales of prints and books are dated. UTC if "
        "you leave it out. Walks are dated by the time zone of their place.",
    )
    variants: list[VariantInput] = Field(
        default=[], max_length=MAX_VARIANTS, description="Up to 20 variants. You can add more of them later."
    )
    idempotency_key: IdempotencyKey = None

    @field_validator("variants")
    @classmethod
    def _require_distinct_names(cls, variants: list[VariantInput]) -> list[VariantInput]:
        if len({text.match_key(each.name) for each in variants}) < len(variants):
            raise ValueError("Two variants have the same name")
        return variants


class UpdateProductInput(Input):
    """Input of `updateProduct`. Fields that you leave out stay as they are."""

    id: ID = Field(description="The ID of the product.")
    expected_version: ExpectedVersion
    title: ProductTitle | None = Field(default=None, description="One line of 1 to 120 characters.")
    description: Description | None = Field(default=None, description="Plain text of up to 5,000 characters.")
    tax_rate: TaxRate | None = Field(
        default=None, description="The tax that prices include, in basis points: 1900 is 19 %."
    )
    zone: Zone | None = Field(
        default=None, description="Your time zone, by which later sales of prints and books are dated."
    )


class PublishProductInput(Input):
    """Input of `publishProduct` and `retireProduct`."""

    id: ID = Field(description="The ID of the product.")
    expected_version: ExpectedVersion


class AddVariantInput(Input):
    """Input of `addVariant`."""

    product_id: ID = Field(description="The ID of your product.")
    expected_version: ExpectedVersion
    variant: VariantInput = Field(description="The new variant.")


class UpdateVariantInput(Input):
    """Input of `updateVariant`. Fields that you leave out stay as they are."""

    product_id: ID = Field(description="The ID of your product.")
    variant_id: ID = Field(description="The ID of the variant.")
    expected_version: ExpectedVersion
    name: VariantName | None = Field(default=None, description="One line of 1 to 80 characters.")
    price: Price | None = Field(
        default=None, description="The new price in minor units. Carts say that it changed; placed orders keep theirs."
    )


class RemoveVariantInput(Input):
    """Input of `removeVariant`."""

    product_id: ID = Field(description="The ID of your product.")
    variant_id: ID = Field(description="The ID of the variant.")
    expected_version: ExpectedVersion


class ChangeStockInput(Input):
    """Input of `changeStock`."""

    product_id: ID = Field(description="The ID of your product.")
    variant_id: ID = Field(description="The ID of the variant.")
    delta: int = Field(
        strict=True, ge=-MAX_STOCK, le=MAX_STOCK, description="How many to add, or below zero to take away. Not zero."
    )
    idempotency_key: IdempotencyKey = None

    @field_validator("delta")
    @classmethod
    def _require_change(cls, delta: int) -> int:
        if delta == 0:
            raise ValueError("It must not be zero")
        return delta


class ProductPayload(Payload):
    """The result of a mutation of a product."""

    product: Product | None = Field(default=None, description="The product after the change.")


class CreateProductPayload(ProductPayload):
    """The result of `createProduct`."""


class UpdateProductPayload(ProductPayload):
    """The result of `updateProduct`."""


class PublishProductPayload(ProductPayload):
    """The result of `publishProduct`."""


class RetireProductPayload(ProductPayload):
    """The result of `retireProduct`."""


class AddVariantPayload(ProductPayload):
    """The result of `addVariant`."""


class UpdateVariantPayload(ProductPayload):
    """The result of `updateVariant`."""


class RemoveVariantPayload(ProductPayload):
    """The result of `removeVariant`."""


class ChangeStockPayload(ProductPayload):
    """The result of `changeStock`."""
