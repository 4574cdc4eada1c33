"""The demo world: four people and what they published; `accounts` says how to sign in as them."""

from infra.local.world import model


def accounts() -> list[dict[str, str]]:
    """Return e-mail, password, handle and display name of each demo account, the first one first."""
    world = model.read()
    return [
        {"email": person.email, "password": world.password, "handle": person.handle, "displayName": person.name}
        for person in world.people
    ]
