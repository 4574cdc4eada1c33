"""The one list of rooms: whatever must know every room asks here, so a new room is a new name in this file."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Final

from resolvers.core import selection
from resolvers.core.appsync import SUBJECT, App, Registered
from resolvers.platform.subjects.registry import list_kinds

# A product's rooms in the order in which they build on each other; the platform comes first, because all use it.
ROOMS: Final = {
    "platform": (
        "users",
        "subjects",
        "event_log",
        "notifications",
        "timeline",
        "likes",
        "comments",
        "pins",
        "map",
        "uploads",
    ),
    "social": ("posts", "photos"),
    "learning": (
        "learners",
        "decks",
        "flashcards",
        "suggestions",
        "reviews",
        "evaluations",
        "speaking",
        "passages",
        "narrations",
        "exports",
    ),
    "video": ("subscribers", "streams", "reminders", "chat", "videos", "views", "channels"),
    "shop": ("money", "catalogue", "carts", "payments", "orders"),
}
# Rooms whose fields a function of their own answers, because only it stands in the orders' network or
# speaks to the payment provider: the room has the function's `api` and `app`, and a stack has the room's name.
ROOMS_WITH_A_FUNCTION: Final = {"payments": "shop", "orders": "shop"}

# What every room needs and none imports: the kinds of subjects, and who tells since when a person is known.
NEEDED_BY_ALL: Final = ("resolvers.subjects", "resolvers.platform.users.service")

# The files in which rooms declare what follows from a change in the table.
DECLARATIONS: Final = ("rows", "notices", "events", "removal")


def load(layer: str, *products: str) -> list[ModuleType]:
    """Import a layer (`handler`, say) of every room that has it, of these products or of all."""
    return [import_module(name) for name in list_modules(layer, *products) if _is_here(name)]


def list_modules(layer: str, *products: str) -> list[str]:
    """Return the modules that `load` imports where they exist; handlers without those that another function answers."""
    return [
        f"resolvers.{product}.{room}.{layer}"
        for product in products or ROOMS
        for room in ROOMS[product]
        if layer != "handler" or room not in ROOMS_WITH_A_FUNCTION
    ]


def load_when_asked(app: App, product: str, **layers: str) -> None:
    """Have a product's app import a room when one of its fields is first asked for.

    So a cold start waits for one room, not for all. `layers` names, by room, a layer of every room that it needs too.
    """

    def load_field(type_name: str, field_name: str) -> None:
        rooms: Mapping[str, str] = import_module(f"resolvers.{product}.fields").ROOMS
        room = rooms.get(f"{type_name}.{field_name}") or rooms.get(f"{SUBJECT}.{field_name}")
        if room and room not in loaded:
            for name in NEEDED_BY_ALL:
                import_module(name)
            if room in layers:
                load(layers[room])
            import_module(f"resolvers.{product}.{room}.handler")
            loaded.add(room)

    loaded: set[str] = set()
    app.load_field = load_field
    selection.field_loaders.append(load_field)


def _is_here(name: str) -> bool:
    """Tell whether a module exists; a function's bundle leaves out rooms of which it needs nothing."""
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # the room itself
        return False


def load_declarations() -> None:
    """Import what rooms declare to the platform: subjects, index rows, events, notices, removals."""
    import_module("resolvers.subjects")
    for layer in DECLARATIONS:
        load(layer)


def registry() -> dict[tuple[str, str], Registered]:
    """Return the handler of every field by its type and name, each with the product whose function answers it.

    A handler of SUBJECT answers its field for the type of every kind of subject.
    """
    fields: dict[tuple[str, str], Registered] = {}
    for each in list_registered():
        types = list_kinds() if each.type_name == SUBJECT else [each.type_name]
        fields |= {(name, each.field_name): replace(each, type_name=name) for name in types}
    return fields


def list_registered() -> list[Registered]:
    """Return the handlers of every field of every product."""
    for name in NEEDED_BY_ALL:
        import_module(name)
    load("handler")
    packages = (*ROOMS, *(f"{product}.{room}" for room, product in ROOMS_WITH_A_FUNCTION.items()))
    for package in packages:
        import_module(f"resolvers.{package}.api")
    return [each for package in packages for each in import_module(f"resolvers.{package}.app").app.registered.values()]
