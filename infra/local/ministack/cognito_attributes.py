"""Cognito's rules about a person's attributes: which may change, which must be verified first, and whose they are.

Sources: the API reference of UpdateUserAttributes, VerifyUserAttribute and AdminUpdateUserAttributes, and the
developer guide's "Working with user attributes" and "User pool case sensitivity".
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

VERIFICATION_CODE: Final = "123456"
ADDRESSES: Final = ("email", "phone_number")
VERIFIED_BY: Final = {address: f"{address}_verified" for address in ADDRESSES}

Attributes = dict[str, str]
Pool = Mapping[str, Any]
User = dict[str, Any]


class Refusal(Exception):  # noqa: N818 (its code is Cognito's own exception name)
    """Why a change is refused, in Cognito's words."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def read_attributes(user: User) -> Attributes:
    return {each["Name"]: each["Value"] for each in user.get("Attributes", [])}


def write_attributes(user: User, attributes: Attributes) -> None:
    user["Attributes"] = [{"Name": name, "Value": value} for name, value in attributes.items()]


def require_writable(pool: Pool, client: Mapping[str, Any] | None, changes: Attributes) -> None:
    """Raise `Refusal` unless these attributes exist, may change, and may be written by this app client.

    Without a client an administrator writes, who may also mark an address as verified.
    """
    schema = {each["Name"]: each for each in pool.get("SchemaAttributes", [])}
    for name in changes:
        if name not in schema:
            raise Refusal("InvalidParameterException", f"user.{name}: Attribute does not exist in the schema.")
        if not schema[name].get("Mutable", True):
            raise Refusal("InvalidParameterException", f"Cannot modify the non-mutable attribute {name}")
        if client is not None and not _may_write(client, name):
            raise Refusal("NotAuthorizedException", "A client attempted to write unauthorized attribute")


def change_own_attributes(pool: Pool, user: User, changes: Attributes) -> list[str]:
    """Change a person's attributes as they ask, and return the addresses to which a code was sent.

    A new address counts once it is verified: at once where the pool requires that before an update, else it is kept
    and marked as unverified. Raises `Refusal` where the address is somebody else's.
    """
    require_free(pool, user, changes)
    before = read_attributes(user)
    moved: list[str] = [name for name in ADDRESSES if name in changes and changes[name] != before.get(name)]
    settings = pool.get("UserAttributeUpdateSettings") or {}
    held_back = [name for name in moved if name in settings.get("AttributesRequireVerificationBeforeUpdate", [])]
    kept = {name: value for name, value in changes.items() if name not in held_back}
    unverified = {VERIFIED_BY[name]: "false" for name in moved if name not in held_back}
    write_attributes(user, before | kept | unverified)
    sent = [name for name in moved if name in held_back or name in pool.get("AutoVerifiedAttributes", [])]
    for name in sent:
        user.setdefault("_pending", {})[name] = changes[name]
    return sent


def change_as_administrator(pool: Pool, user: User, changes: Attributes) -> None:
    """Change attributes as an administrator: a new address is unverified unless they say otherwise."""
    require_free(pool, user, changes)
    before = read_attributes(user)
    unverified = {
        VERIFIED_BY[name]: "false" for name in ADDRESSES if name in changes and changes[name] != before.get(name)
    }
    write_attributes(user, before | unverified | changes)


def send_code(user: User, name: str) -> str:
    """Send a code for an address that waits for one or is not verified yet; return the address."""
    attributes = read_attributes(user)
    address = user.get("_pending", {}).get(name) or attributes.get(name)
    if name not in ADDRESSES or not address:
        raise Refusal("InvalidParameterException", f"User does not have {name} to verify.")
    user.setdefault("_pending", {})[name] = address
    return str(address)


def verify(pool: Pool, user: User, name: str, code: str) -> None:
    """Make the address that waits for its code the person's own; raises `Refusal` for a wrong code."""
    pending: Attributes = user.get("_pending", {})
    if name not in pending:
        raise Refusal("ExpiredCodeException", "Invalid code provided, please request a code again.")
    if code != VERIFICATION_CODE:
        raise Refusal("CodeMismatchException", "Invalid verification code provided, please try again.")
    require_free(pool, user, {name: pending[name]})
    write_attributes(user, read_attributes(user) | {name: pending.pop(name), VERIFIED_BY[name]: "true"})


def require_free(pool: Pool, user: User | None, changes: Attributes) -> None:
    """Raise `Refusal` where an address that people sign in by is somebody else's already."""
    for name in _sign_in_attributes(pool) & set(changes):
        if any(other is not user for other in find_by_address(pool, name, changes[name])):
            raise Refusal("AliasExistsException", f"An account with the given {name} already exists.")


def find_by_address(pool: Pool, name: str, address: str) -> Iterator[User]:
    """Yield the people with an address, in any case of its letters where the pool does not tell them apart."""
    wanted = fold(pool, address)
    return (user for user in pool["_users"].values() if fold(pool, read_attributes(user).get(name, "")) == wanted)


def find_user(pool: Pool, name: str) -> User | None:
    """Return the user that a name means: a user name, an address that the pool accepts in its place, or a `sub`."""
    by_name = (user for user in pool["_users"].values() if fold(pool, user["Username"]) == fold(pool, name))
    by_address = (
        user
        for attribute in sorted(_sign_in_attributes(pool))
        for user in find_by_address(pool, attribute, name)
        if _is_accepted(pool, user, attribute)
    )
    by_sub = (user for user in pool["_users"].values() if read_attributes(user).get("sub") == name)
    return next(by_name, None) or next(by_address, None) or next(by_sub, None)


def fold(pool: Pool, name: str) -> str:
    """Return a name as the pool compares it."""
    is_sensitive = (pool.get("UsernameConfiguration") or {}).get("CaseSensitive", True)
    return name if is_sensitive in {True, "true"} else name.casefold()


def _sign_in_attributes(pool: Pool) -> set[str]:
    return {*(pool.get("UsernameAttributes") or []), *(pool.get("AliasAttributes") or [])}


def _is_accepted(pool: Pool, user: User, attribute: str) -> bool:
    """An alias counts once it is verified, a user name attribute always."""
    if attribute in (pool.get("UsernameAttributes") or []) or attribute not in VERIFIED_BY:
        return True
    return str(read_attributes(user).get(VERIFIED_BY[attribute], "")).lower() == "true"


def _may_write(client: Mapping[str, Any], name: str) -> bool:
    allowed = client.get("WriteAttributes")
    return name in allowed if allowed else name not in {"sub", *VERIFIED_BY.values()}
