"""The demo world: four people and what they published; `demo_accounts` says how to sign in as them."""

from infra.local.world import model


def demo_accounts() -> list[dict[str, str]]:
    """Return the name (as `label`), e-mail address and password of each demo account."""
    world = model.read()
    return [{"label": person.name, "email": person.email, "password": world.password} for person in world.people]
