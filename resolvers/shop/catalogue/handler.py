"""GraphQL fields of the catalogue."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.shop.app import app
from resolvers.shop.catalogue import service, views
from resolvers.shop.catalogue.model import Product, ProductConnection, ProductType
from resolvers.shop.catalogue.mutations import (
    AddVariantInput,
    AddVariantPayload,
    ChangeStockInput,
    ChangeStockPayload,
    CreateProductInput,
    CreateProductPayload,
    PublishProductInput,
    PublishProductPayload,
    RemoveVariantInput,
    RemoveVariantPayload,
    RetireProductPayload,
    UpdateProductInput,
    UpdateProductPayload,
    UpdateVariantInput,
    UpdateVariantPayload,
)
from resolvers.shop.states import ProductState

Parents = list[dict[str, Any]]
Type = Annotated[ProductType | None, Field(description="Only products of this type. All types if you leave it out.")]
MadeFrom = Annotated[
    ID | None,
    Field(description="Only products made from the article, photo or pin with this ID. Not together with `type`."),
]
State = Annotated[ProductState | None, Field(description="Only products in this state. All if you leave it out.")]


@app.resolver(type_name="Query", field_name="product")
def product(id: Annotated[ID, Field(description="The ID of the product.")]) -> Product | None:
    """The product with an ID: one that is for sale, or your own. Null if there is none."""
    return views.get_shown(viewer_or_guest(), id)


@app.resolver(type_name="Query", field_name="products")
def products(
    type: Type = None, made_from: MadeFrom = None, first: First = 20, after: After = None
) -> ProductConnection | None:
    """The products that are for sale, newest first."""
    return views.list_products(type, made_from, first, after)


@app.resolver(type_name="Mutation", field_name="createProduct", counts=(rates.WRITES,))
def create_product(input: CreateProductInput) -> CreateProductPayload | None:
    """Create a draft of a product from your public article. Only you can see it until you publish it."""
    return CreateProductPayload(product=service.create_product(viewer(), input))


@app.resolver(type_name="Mutation", field_name="updateProduct", counts=(rates.WRITES,))
def update_product(input: UpdateProductInput) -> UpdateProductPayload | None:
    """Change your product. Fields that you leave out stay as they are."""
    return UpdateProductPayload(product=service.update_product(viewer(), input))


@app.resolver(type_name="Mutation", field_name="publishProduct", counts=(rates.WRITES,))
def publish_product(input: PublishProductInput) -> PublishProductPayload | None:
    """Put your product on sale. It needs a variant, and its article must be public."""
    return PublishProductPayload(product=service.publish_product(viewer(), input))


@app.resolver(type_name="Mutation", field_name="retireProduct", counts=(rates.WRITES,))
def retire_product(input: PublishProductInput) -> RetireProductPayload | None:
    """Take your product off sale. Orders that were placed stay as they are."""
    return RetireProductPayload(product=service.retire_product(viewer(), input))


@app.resolver(type_name="Mutation", field_name="addVariant", counts=(rates.WRITES,))
def add_variant(input: AddVariantInput) -> AddVariantPayload | None:
    """Add a variant to your product, such as another size or date. A product has at most 20."""
    return AddVariantPayload(product=service.add_variant(viewer(), input))


@app.resolver(type_name="Mutation", field_name="updateVariant", counts=(rates.WRITES,))
def update_variant(input: UpdateVariantInput) -> UpdateVariantPayload | None:
    """Rename a variant of your product, or change its price."""
    return UpdateVariantPayload(product=service.update_variant(viewer(), input))


@app.resolver(type_name="Mutation", field_name="removeVariant", counts=(rates.WRITES,))
def remove_variant(input: RemoveVariantInput) -> RemoveVariantPayload | None:
    """Remove a variant from your product. Orders that have it stay as they are, and carts say that it is gone."""
    return RemoveVariantPayload(product=service.remove_variant(viewer(), input))


@app.resolver(type_name="Mutation", field_name="changeStock", counts=(rates.WRITES,))
def change_stock(input: ChangeStockInput) -> ChangeStockPayload | None:
    """Add pieces or seats to a variant, or take some away. Pieces that orders hold cannot be taken."""
    return ChangeStockPayload(product=service.change_stock(viewer(), input))


@app.batch_resolver(type_name="Post", field_name="products")
@app.batch_resolver(type_name="Photo", field_name="products")
@app.batch_resolver(type_name="Pin", field_name="products")
def products_made_from(sources: Parents, first: First = 20, after: After = None) -> list[ProductConnection | None]:
    """The products made from it that are for sale, newest first."""
    return [views.list_made_from(each["id"], first, after) for each in sources]


@app.batch_resolver(type_name="User", field_name="products")
def products_of_user(users: Parents, first: First = 20, after: After = None) -> list[ProductConnection | None]:
    """The products that this person has for sale, newest first."""
    return [views.list_by_seller(each["id"], first, after) for each in users]


@app.batch_resolver(type_name="Viewer", field_name="products")
def own_products(
    viewers: Parents, state: State = None, first: First = 20, after: After = None
) -> list[ProductConnection | None]:
    """Your products in any state, newest first."""
    return [views.list_own(viewer(), state, first, after) for _ in viewers]


@app.batch_resolver(type_name="Notification", field_name="product")
def product_of_subject(parents: Parents) -> list[Product | None]:
    """The product it is about. Null if it is about something else, or if the product is no longer for sale."""
    return views.show_many_readable(viewer_or_guest(), [each.get("subjectId") or "" for each in parents])
