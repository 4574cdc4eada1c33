"""What people do with their decks."""

from collections.abc import Sequence

from resolvers.core import idempotency, ids, pagination
from resolvers.core.errors import Conflict, NotFound
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.learning import keys
from resolvers.learning.decks import repository
from resolvers.learning.decks.model import CreateDeckInput, Deck, DeckConnection, UpdateDeckInput


def create_deck(viewer: Caller, input: CreateDeckInput) -> Deck:
    """Make an empty deck; repeating the idempotency key answers the first one."""
    at = now()
    fields = input.model_dump(exclude={"idempotency_key"})
    deck = Deck(id=ids.new(keys.DECK), owner_id=viewer.id, created_at=at, updated_at=at, **fields)
    claim = idempotency.claim(viewer.id, "createDeck", input, input.idempotency_key, deck.id)
    try:
        repository.add(deck, claim)
    except idempotency.AlreadyDone as done:
        return get_owned(viewer, done.result_id)
    return deck


def update_deck(viewer: Caller, input: UpdateDeckInput) -> Deck:
    """Change a deck, or raise `Conflict` or `NotFound`."""
    before = get_owned(viewer, input.id)
    if before.version != input.expected_version:
        raise Conflict(before.version)
    changes = input.model_dump(exclude={"id", "expected_version"}, exclude_none=True)
    repository.update(before, before.model_copy(update=changes | {"updated_at": now()}))
    return get_owned(viewer, input.id)


def delete_deck(viewer: Caller, deck_id: str) -> None:
    """Delete a deck: it is gone at once, its flashcards within seconds."""
    while True:
        try:
            return repository.mark_deleting(get_owned(viewer, deck_id))
        except Conflict:
            continue  # changed between reading and marking: its owner wants it gone all the same


def get_owned(viewer: Caller, deck_id: str, *path: str) -> Deck:
    """Return the viewer's own deck, or raise `NotFound`: nobody may know of another person's."""
    deck = repository.get(deck_id)
    if not deck or deck.owner_id != viewer.id:
        raise NotFound("There is no such deck.", *(path or ("id",)))
    return deck


def list_own_decks(viewer: Caller, first: int, after: str | None) -> DeckConnection:
    """Return the viewer's decks, the newest first."""
    scope = pagination.scope_of("decks", viewer=viewer.id)
    shown: DeckConnection = pagination.connection(
        DeckConnection, repository.list_own(viewer.id, scope, first, after, _get_each), scope
    )
    return shown


def _get_each(deck_ids: Sequence[str]) -> list[Deck | None]:
    found = repository.get_many(deck_ids)
    return [found.get(each) for each in deck_ids]
