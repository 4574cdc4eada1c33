"""The GraphQL fields of orders, which the function inside the network of their database answers."""

from resolvers.core.appsync import App

app = App("orders")
