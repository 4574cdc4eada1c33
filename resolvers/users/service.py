"""What people can do: have a profile, change it, follow each other."""

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from resolvers.core import pagination, storage
from resolvers.core.errors import Conflict, HandleTaken, InvalidInput, NotFound
from resolvers.core.identity import Viewer
from resolvers.core.ids import ID
from resolvers.core.model import now
from resolvers.users import repository
from resolvers.users.model import UpdateProfileInput, User, UserConnection

_MENTION: Final = re.compile(r"(?<![\w@/])@([a-z0-9][a-z0-9_]{1,28}[a-z0-9])\b", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"\S@\S")
_LETTERS: Final = str.maketrans(
    {"đ": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)  # NFKD keeps them
_MENTIONS_READ: Final = 20  # of one text
_arrived: set[str] = set()


def ensure_profile(user_id: str, name: str) -> User:
    """Return a person's profile, making it where there is none; repeating it changes nothing.

    `name` is what they chose to be called, empty where they chose nothing. Their address is no name: all see a profile.
    """
    known = repository.get(user_id, consistent=True)
    if known:
        return known
    for handle in _handles(name, user_id):
        user = User(id=ID(user_id), handle=handle, display_name=_display_name(name), created_at=now())
        try:
            repository.add(user)
        except HandleTaken:
            continue
        except repository.AlreadyThere:
            break
        return user
    return get(user_id)


def arrive(viewer: Viewer) -> None:
    """Make sure the caller has a profile, where the trigger missed them; looked up once per process."""
    if viewer.id not in _arrived:
        ensure_profile(viewer.id, viewer.name)
        _arrived.add(viewer.id)


def get(user_id: str) -> User:
    """Return a person as stored, or raise `NotFound`."""
    user = repository.get(user_id, consistent=True)
    if not user:
        raise NotFound("Nobody has this id.")
    return user


def get_by_handle(handle: str) -> User:
    """Return a person as others see them, or raise `NotFound`."""
    user_id = repository.get_id(handle.removeprefix("@"))
    found = show(user_id) if user_id else None
    if not found:
        raise NotFound(f"Nobody has the handle {handle}.")
    return found


def show(user_id: str) -> User | None:
    """Return a person as others see them."""
    return show_many([user_id]).get(user_id)


def show_many(user_ids: Iterable[str]) -> dict[str, User]:
    """Return people as others see them, by id: with counts, and addresses of their pictures."""
    return {user_id: _with_avatar_url(user) for user_id, user in repository.get_many(user_ids).items()}


def update_profile(viewer: Viewer, input: UpdateProfileInput) -> User:
    """Change one's own profile, or raise `Conflict` or `HandleTaken`."""
    before = ensure_profile(viewer.id, viewer.name)
    if before.version != input.expected_version:
        raise Conflict(before.version)
    changes = input.model_dump(exclude={"expected_version", "remove_avatar"}, exclude_none=True)
    if input.remove_avatar:
        changes["avatar"] = None
    repository.update(before, before.model_copy(update=changes))
    return _present(viewer.id)


def present(viewer: Viewer) -> User:
    """Return the caller's own profile, making it where it was missed."""
    ensure_profile(viewer.id, viewer.name)
    return _present(viewer.id)


def follow(viewer: Viewer, user_id: str) -> User:
    """Follow somebody; following twice is once."""
    if user_id == viewer.id:
        raise InvalidInput("You cannot follow yourself.", "userId")
    arrive(viewer)
    with contextlib.suppress(repository.AlreadyThere):
        repository.add_follow(viewer.id, user_id, now())
    return _present(user_id)


def unfollow(viewer: Viewer, user_id: str) -> User:
    """Stop following somebody; doing it twice is once."""
    with contextlib.suppress(repository.NotThere):
        repository.remove_follow(viewer.id, user_id)
    return _present(user_id)


def followed_by(viewer: Viewer, candidates: Iterable[str]) -> set[str]:
    """Return which of these people the viewer follows; a guest follows nobody."""
    return set() if viewer.is_guest else repository.list_followed(viewer.id, candidates)


def list_followers(user_id: str, first: int, after: str | None) -> UserConnection:
    scope = pagination.scope_of("followers", user=user_id)
    return _people(repository.list_followers(user_id, scope, first, after), scope)


def list_following(user_id: str, first: int, after: str | None) -> UserConnection:
    scope = pagination.scope_of("following", user=user_id)
    return _people(repository.list_following(user_id, scope, first, after), scope)


def mentioned_in(text: str) -> list[str]:
    """Return the ids of people mentioned as @handle, each once."""
    handles = list(dict.fromkeys(found.lower() for found in _MENTION.findall(text)))[:_MENTIONS_READ]
    known = repository.get_ids(handles) if handles else {}
    return [known[handle] for handle in handles if handle in known]


def _people(page: pagination.Slice[str], scope: str) -> UserConnection:
    people = show_many(page.values)
    shown: UserConnection = pagination.connection(UserConnection, page.map(_in_order(page.values, people)), scope)
    return shown


def _in_order(user_ids: Sequence[str], people: dict[str, User]) -> list[User | None]:
    return [people.get(user_id) for user_id in user_ids]


def _present(user_id: str) -> User:
    user = show(user_id)
    if not user:
        raise NotFound("Nobody has this id.", "userId")
    return user


def _with_avatar_url(user: User) -> User:
    if not user.avatar:
        return user
    url = storage.read_url(user.avatar.key)
    return user.model_copy(update={"avatar": user.avatar.model_copy(update={"url": url})})


def _display_name(name: str) -> str:
    return _chosen(name)[:60].strip() or "New here"


def _handles(name: str, user_id: str) -> list[str]:
    """Return handles to try: from the name, then with ever more of the id, which nobody else has."""
    plain = unicodedata.normalize("NFKD", _chosen(name).lower().translate(_LETTERS))
    base = re.sub(r"[^a-z0-9]+", "", plain)[:20]
    digits = re.sub(r"[^a-z0-9]", "", user_id.lower())
    if len(base) < 3:  # noqa: PLR2004  a handle's least length
        return [f"user{digits[:size]}" for size in (8, 16, 26)]
    return [base, *(f"{base[: 30 - size]}{digits[:size]}" for size in (4, 8, 16, 29))]


def _chosen(name: str) -> str:
    """Return a name in one line; an e-mail address is none, whoever put it there."""
    return "" if _ADDRESS.search(name) else " ".join(name.split())
