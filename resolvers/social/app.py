"""Social's GraphQL fields: the handlers of its rooms register here."""

from resolvers.core.appsync import App

app = App("social")
