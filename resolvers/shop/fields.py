"""Which room answers each field of this product. Printed by `make schema`: change the handlers instead."""

from typing import Final

ROOMS: Final = {
    "Mutation.addVariant": "catalogue",
    "Mutation.changeStock": "catalogue",
    "Mutation.clearCart": "carts",
    "Mutation.createProduct": "catalogue",
    "Mutation.mergeCart": "carts",
    "Mutation.publishProduct": "catalogue",
    "Mutation.removeVariant": "catalogue",
    "Mutation.retireProduct": "catalogue",
    "Mutation.setCartLine": "carts",
    "Mutation.updateProduct": "catalogue",
    "Mutation.updateVariant": "catalogue",
    "Notification.product": "catalogue",
    "Photo.products": "catalogue",
    "Pin.products": "catalogue",
    "Post.products": "catalogue",
    "Query.product": "catalogue",
    "Query.products": "catalogue",
    "User.products": "catalogue",
    "Viewer.cart": "carts",
    "Viewer.products": "catalogue",
}
