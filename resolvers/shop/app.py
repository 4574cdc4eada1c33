"""The GraphQL fields of the shop's catalogue and carts: the handlers of their rooms register here."""

from resolvers.core.appsync import App

app = App("shop")
