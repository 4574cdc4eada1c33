"""The GraphQL fields of videos: the handlers of their rooms register here."""

from resolvers.core.appsync import App

app = App("video")
