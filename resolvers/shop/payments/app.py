"""The GraphQL fields of payments, which the function that speaks to the payment provider answers."""

from resolvers.core.appsync import App

app = App("payments")
