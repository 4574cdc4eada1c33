"""A deck as a file that its owner takes along."""

from pydantic import Field

from resolvers.core.appsync import Payload
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model, Moment


class DeckExport(Model):
    """A deck as a file of [Anki](https://apps.ankiweb.net), ready to download.

    Importing it again updates the notes that changed and adds the new ones.
    """

    url: str = Field(description="The signed URL of the `.apkg` file.")
    expires_at: Moment = Field(description="When the URL stops working. Export the deck again then.")
    flashcard_count: int = Field(description="The number of flashcards in the file. Suggestions are not among them.")


class ExportDeckInput(Input):
    """Input of `exportDeck`."""

    deck_id: ID = Field(description="The ID of your deck.")


class ExportDeckPayload(Payload):
    """The result of `exportDeck`."""

    export: DeckExport | None = Field(default=None, description="The file. Null if the request was refused.")
