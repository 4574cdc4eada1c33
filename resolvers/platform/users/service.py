"""What people can do: have a profile, change it, follow each other."""

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from resolvers.core import pagination, rates, storage, text
from resolvers.core.errors import Conflict, HandleTaken, InvalidInput, NotFound
from resolvers.core.identity import Caller
from resolvers.core.ids import ID
from resolvers.core.items import Item
from resolvers.core.keys import Key
from resolvers.core.model import Moment, now
from resolvers.platform.uploads import bucket
from resolvers.platform.users import repository
from resolvers.platform.users.handles import is_reserved
from resolvers.platform.users.model import DISPLAY_NAME_LENGTH, UpdateProfileInput, User, UserConnection

# A handle is ASCII, so a letter of any other script ends or precedes it; after ASCII it is an address's host.
_MENTION: Final = re.compile(
    r"(?<![a-z0-9_.+@/\-\uff20])[@\uff20]([a-z0-9][a-z0-9_]{1,28}[a-z0-9])(?![a-z0-9_])", re.ASCII | re.IGNORECASE
)
_ADDRESS: Final = re.compile(r"\S@\S")
_LETTERS: Final = str.maketrans(
    {"đ": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)  # NFKD keeps them
_MENTIONS_READ: Final = 20  # of one text
_arrived: dict[str, Moment] = {}


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


@rates.declare_joining_time
def arrive(viewer: Caller) -> Moment:
    """Make sure the caller has a profile, where the trigger missed them, and return since when; read once a process."""
    if viewer.id not in _arrived:
        _arrived[viewer.id] = ensure_profile(viewer.id, viewer.name).created_at
    return _arrived[viewer.id]


def get(user_id: str) -> User:
    """Return a person as stored, or raise `NotFound`."""
    user = repository.get(user_id, consistent=True)
    if not user:
        raise NotFound("Nobody has this id.")
    return user


def get_by_handle(handle: str) -> User:
    """Return the person who has a handle, or gave it up lately, as others see them; or raise `NotFound`."""
    user_id = get_id(handle)
    found = show(user_id) if user_id else None
    if not found:
        raise NotFound(f"Nobody has the handle {handle}.")
    return found


def get_id(handle: str) -> str | None:
    """Return the id of the person to whom a handle leads; None if nobody has it."""
    return repository.get_id(handle.removeprefix("@"))


def show(user_id: str) -> User | None:
    """Return a person as others see them."""
    return show_many([user_id]).get(user_id)


def show_many(user_ids: Iterable[str]) -> dict[str, User]:
    """Return people as others see them, by id: with counts, and addresses of their pictures."""
    wanted = list(user_ids)
    return {user_id: _with_avatar_url(user) for user_id, user in repository.get_many(wanted).items()} if wanted else {}


def list_names(user_ids: Iterable[str]) -> dict[str, str]:
    """Return what people are called, by id; those who left are missing."""
    return {user_id: user.display_name for user_id, user in repository.get_many(user_ids).items()}


def show_user(user: User | None) -> User | None:
    """Return a person who was read with others as callers see them."""
    return _with_avatar_url(user) if user else None


def update_profile(viewer: Caller, input: UpdateProfileInput) -> User:
    """Change the viewer's profile, or raise `Conflict` or `HandleTaken`."""
    before = ensure_profile(viewer.id, viewer.name)
    if before.version != input.expected_version:
        raise Conflict(before.version)
    changes = input.model_dump(exclude={"expected_version", "remove_avatar"}, exclude_none=True)
    if input.remove_avatar:
        changes["avatar"] = None
    repository.update(before, before.model_copy(update=changes))
    if input.remove_avatar and before.avatar:
        bucket.remove(before.avatar.key)
    return _present(viewer.id)


def present(viewer: Caller, beside: Iterable[Key] = ()) -> tuple[User, Mapping[Key, Item]]:
    """Return the caller's own profile as it is now, making it where it was missed, and items read in the same batch."""
    known, found = repository.get_beside(viewer.id, beside)
    return _with_avatar_url(known or ensure_profile(viewer.id, viewer.name)), found


def follow(viewer: Caller, user_id: str) -> User:
    """Follow somebody; following twice is once."""
    _require_another(viewer, user_id)
    arrive(viewer)
    with contextlib.suppress(repository.AlreadyThere):
        repository.add_follow(viewer.id, user_id, now())
    return _present(user_id)


def unfollow(viewer: Caller, user_id: str) -> User:
    """Stop following somebody; doing it twice is once."""
    _require_another(viewer, user_id)
    with contextlib.suppress(repository.NotThere):
        repository.remove_follow(viewer.id, user_id)
    return _present(user_id)


def _require_another(viewer: Caller, user_id: str) -> None:
    if user_id == viewer.id:
        raise InvalidInput("You cannot follow yourself.", "userId")


def find_followed(viewer: Caller, candidates: Iterable[str]) -> set[str]:
    """Return which of these people the viewer follows; a guest follows nobody."""
    return set() if viewer.is_guest else repository.list_followed(viewer.id, candidates)


def list_followed_ids(viewer: Caller, limit: int) -> list[str]:
    """Return the ids of the people whom the viewer follows, the newest first."""
    return repository.list_following(viewer.id, "", limit, None).values


def list_followers(user_id: str, first: int, after: str | None) -> UserConnection:
    scope = pagination.scope_of("followers", user=user_id)
    return _people(repository.list_followers(user_id, scope, first, after), scope)


def list_following(user_id: str, first: int, after: str | None) -> UserConnection:
    scope = pagination.scope_of("following", user=user_id)
    return _people(repository.list_following(user_id, scope, first, after), scope)


def find_mentioned(body: str) -> list[str]:
    """Return the ids of people mentioned as @handle, each once."""
    handles = list(dict.fromkeys(found.lower() for found in _MENTION.findall(body)))[:_MENTIONS_READ]
    known = repository.get_ids(handles) if handles else {}
    return [known[handle] for handle in handles if handle in known]


def _people(page: pagination.Slice[str], scope: str) -> UserConnection:
    people = show_many(page.values)
    shown: UserConnection = pagination.connection(UserConnection, page.map(_put_in_order(page.values, people)), scope)
    return shown


def _put_in_order(user_ids: Sequence[str], people: dict[str, User]) -> list[User | None]:
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
    chosen = text.shorten(_clean_name(name), DISPLAY_NAME_LENGTH)
    return chosen if text.is_visible(chosen) else "New here"


def _handles(name: str, user_id: str) -> list[str]:
    """Return handles to try: from the name, then with ever more of the id, which nobody else has."""
    plain = unicodedata.normalize("NFKD", _clean_name(name).lower().translate(_LETTERS))
    base = re.sub(r"[^a-z0-9]+", "", plain)[:20]
    digits = re.sub(r"[^a-z0-9]", "", user_id.lower())
    if len(base) < 3 or is_reserved(base):  # noqa: PLR2004  a handle's least length
        return [f"user{digits[:size]}" for size in (8, 16, 26)]
    numbered = (f"{base[: 30 - size]}{digits[:size]}" for size in (4, 8, 16, 29))
    return [base, *(each for each in numbered if not is_reserved(each))]


def _clean_name(name: str) -> str:
    """Return a name as one clean line; empty for anything that contains an e-mail address."""
    return "" if _ADDRESS.search(name) else text.clean_line(name)
