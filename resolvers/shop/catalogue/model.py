"""A product with its variants, and who may see it."""

from enum import StrEnum

from pydantic import Field

from resolvers.core.ids import ID
from resolvers.core.model import Model, Moment, shown_only
from resolvers.core.pagination import Connection
from resolvers.platform.pins.model import Pin
from resolvers.platform.subjects.model import Audience, Guard
from resolvers.platform.users.model import User
from resolvers.shop.money.model import Money
from resolvers.shop.states import ProductState


class ProductType(StrEnum):
    """The kind of a product."""

    PRINT = "PRINT"
    """A print of a photo."""
    BOOK = "BOOK"
    """A photo book made from an article."""
    WALK = "WALK"
    """A guided walk to a pinned place, with dates."""


class Availability(StrEnum):
    """Whether a variant can be bought now."""

    IN_STOCK = "IN_STOCK"
    """There is enough."""
    FEW = "FEW"
    """At most three are left."""
    SOLD_OUT = "SOLD_OUT"
    """None is left, or the walk has begun."""


class Variant(Model):
    """What a buyer chooses: a size of a print, an edition of a book, a date of a walk."""

    id: ID = Field(description="The ID of the variant. It begins with `variant_`.")
    name: str = Field(description="What buyers choose between, such as `A3, matte`.")
    price: Money = Field(description="The price of one piece or seat, tax included.")
    price_version: int = Field(
        default=1, description="Increases whenever the price changes. An order names the price version its buyer saw."
    )
    starts_at: Moment | None = Field(default=None, description="When the walk starts. Null for prints and books.")
    zone: str | None = Field(
        default=None, description="The time zone of the place, from the IANA database. Null for prints and books."
    )
    minutes: int | None = Field(default=None, description="How long the walk takes. Null if the seller did not say.")
    availability: Availability = shown_only("Whether it can be bought now.", default=Availability.SOLD_OUT)
    calendar: str | None = shown_only(
        "The walk as an iCalendar file (RFC 5545), to add to a calendar. Null for prints and books.", default=None
    )
    available: int | None = shown_only("How many are left. Null for everybody except the seller.", default=None)


class ProductCounts(Model):
    """The numbers of likes and comments of a product."""

    likes: int = Field(default=0, description="The number of people who like it.")
    comments: int = Field(default=0, description="The number of comments and replies, without deleted ones.")


class Product(Model):
    """Something that a person sells: a print of a photo, a book made from an article, or a guided walk."""

    id: ID = Field(description="The ID of the product. It begins with `product_`.")
    type: ProductType = Field(description="The kind of product.")
    title: str = Field(description="The title, on one line.")
    description: str = Field(default="", description="What buyers should know, as plain text.")
    seller_id: ID = Field(description="The ID of the seller.")
    subject_id: ID = Field(description="The ID of the article that the product is made from.")
    photo_id: ID | None = Field(default=None, description="The ID of the photo that is printed or shown as preview.")
    pin_id: ID | None = Field(default=None, description="The ID of the pin where a walk meets. Null for other types.")
    currency: str = Field(description="The currency of all prices, by ISO 4217.")
    tax_rate: int = Field(default=0, description="The tax in prices, in basis points: 1900 is 19 %.")
    zone: str | None = Field(
        default=None,
        description="The seller's time zone, by which sales of prints and books are dated. Null for everybody except "
        "the seller, and where it is UTC by default.",
    )
    state: ProductState = Field(default=ProductState.DRAFT, description="Whether the product is for sale.")
    variants: list[Variant] = Field(default=[], description="What a buyer chooses from, in the seller's order.")
    created_at: Moment = Field(description="When the draft was created.")
    updated_at: Moment = Field(description="When the seller last changed the product.")
    published_at: Moment | None = Field(default=None, description="When it was first for sale. Null if it never was.")
    version: int = Field(
        default=1,
        description="The version, which increases with every change. Send it as `expectedVersion` when you update.",
    )
    seller: User | None = shown_only("The seller.", default=None)
    pin: Pin | None = shown_only("The place where a walk meets. Null for other types.", default=None)
    counts: ProductCounts = shown_only("The numbers of likes and comments.", default=ProductCounts())
    price_from: Money | None = shown_only("The lowest price. Null while there is no variant.", default=None)

    def find_variant(self, variant_id: str) -> Variant | None:
        return next((each for each in self.variants if each.id == variant_id), None)


def guard_of(product: Product) -> Guard:
    """Return who may see a product: everybody while it is for sale, otherwise its seller."""
    is_live = product.state == ProductState.LIVE
    return Guard(
        subject_id=product.id,
        owner_id=product.seller_id,
        audience=Audience.PUBLIC if is_live else Audience.AUTHOR,
        published=is_live,
    )


class ProductConnection(Connection[Product]):
    """A page of products."""
