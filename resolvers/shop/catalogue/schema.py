"""What the contract promises of the catalogue, and its links to other products' types."""

import strawberry

# imported for their side effect: they register the types that products are added to
import resolvers.platform.notifications.schema
import resolvers.platform.pins.schema
import resolvers.platform.users.schema
import resolvers.shop.money.schema
import resolvers.social.photos.schema
import resolvers.social.posts.schema  # noqa: F401
from resolvers.core.directives import EVERYONE, SIGNED_IN, enums, field, inputs, nested_field, outputs
from resolvers.platform.notifications.model import Notification
from resolvers.platform.pins.model import Pin
from resolvers.platform.users.model import User, Viewer
from resolvers.shop import states
from resolvers.shop.catalogue import handler, model, mutations
from resolvers.social.photos import handler as photos
from resolvers.social.photos.model import Photo
from resolvers.social.posts import handler as posts
from resolvers.social.posts.model import Post

enums(model.ProductType, states.ProductState, model.Availability)
outputs(model.Variant, model.ProductCounts, model.Product, model.ProductConnection, directives=EVERYONE)
outputs(
    mutations.CreateProductPayload,
    mutations.UpdateProductPayload,
    mutations.PublishProductPayload,
    mutations.RetireProductPayload,
    mutations.AddVariantPayload,
    mutations.UpdateVariantPayload,
    mutations.RemoveVariantPayload,
    mutations.ChangeStockPayload,
    directives=SIGNED_IN,
)
inputs(
    mutations.VariantInput,
    mutations.CreateProductInput,
    mutations.UpdateProductInput,
    mutations.PublishProductInput,
    mutations.AddVariantInput,
    mutations.UpdateVariantInput,
    mutations.RemoveVariantInput,
    mutations.ChangeStockInput,
)

for source in (Post, Photo, Pin):
    nested_field(source, handler.products_made_from, name="products")
nested_field(User, handler.products_of_user, name="products")
nested_field(Viewer, handler.own_products, name="products")
nested_field(Notification, handler.product_of_subject, name="product")
nested_field(model.Product, posts.post_of_subject, name="post")
nested_field(model.Product, photos.photo_of_product, name="photo")


@strawberry.type
class Query:
    product = field(handler.product, EVERYONE)
    products = field(handler.products, EVERYONE)


@strawberry.type
class Mutation:
    create_product = field(handler.create_product)
    update_product = field(handler.update_product)
    publish_product = field(handler.publish_product)
    retire_product = field(handler.retire_product)
    add_variant = field(handler.add_variant)
    update_variant = field(handler.update_variant)
    remove_variant = field(handler.remove_variant)
    change_stock = field(handler.change_stock)
