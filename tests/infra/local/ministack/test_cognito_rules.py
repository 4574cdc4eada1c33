"""Nobody becomes somebody else: Cognito's rules about attributes hold on the embedded user pool."""

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from tests.emulator import Emulator
from tests.infra.local.ministack.user_pool import CODE, Pool, create_pool

pytestmark = pytest.mark.emulator


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    running = Emulator(tmp_path_factory.mktemp("aws"))
    yield running
    running.stop()


@pytest.fixture
def pool(emulator: Emulator) -> Pool:
    return create_pool(emulator)


def refusal(error: "pytest.ExceptionInfo[ClientError]") -> str:
    return str(error.value.response["Error"]["Code"])


def test_a_sub_never_changes(pool: Pool) -> None:
    """No sub is accepted, from its owner or an administrator, at sign-up or later."""
    grace = pool.sign_up("grace@example.org")
    ada = pool.sign_up("ada@example.org")
    token = pool.token("ada@example.org")

    with pytest.raises(ClientError) as own:
        pool.update(token, sub=grace)
    with pytest.raises(ClientError) as administrator:
        pool.cognito.admin_update_user_attributes(
            UserPoolId=pool.pool_id, Username="ada@example.org", UserAttributes=[{"Name": "sub", "Value": grace}]
        )
    with pytest.raises(ClientError) as sign_up:
        pool.sign_up("eve@example.org", sub=grace)

    assert {refusal(each) for each in (own, administrator, sign_up)} == {"InvalidParameterException"}
    assert pool.attributes(token)["sub"] == ada


def test_an_address_changes_once_it_is_verified(pool: Pool) -> None:
    """Until then its owner signs in by the old one, and nobody by the new one."""
    sub = pool.sign_up("ada@example.org")
    token = pool.token("ada@example.org")

    sent = pool.update(token, email="lovelace@example.org", name="Ada")
    before = pool.attributes(token)
    with pytest.raises(ClientError) as wrong:
        pool.cognito.verify_user_attribute(AccessToken=token, AttributeName="email", Code="000000")
    with pytest.raises(ClientError):
        pool.token("lovelace@example.org")
    pool.cognito.verify_user_attribute(AccessToken=token, AttributeName="email", Code=CODE)

    assert sent["CodeDeliveryDetailsList"][0]["AttributeName"] == "email"
    assert (before["email"], before["name"]) == ("ada@example.org", "Ada")
    assert refusal(wrong) == "CodeMismatchException"
    after = pool.attributes(pool.token("lovelace@example.org"))
    assert (after["sub"], after["email"], after["email_verified"]) == (sub, "lovelace@example.org", "true")


@pytest.mark.parametrize("address", ["grace@example.org", "GRACE@Example.ORG"])
def test_another_persons_address_cannot_be_taken(pool: Pool, address: str) -> None:
    """In whatever case it is written."""
    pool.sign_up("grace@example.org")
    pool.sign_up("ada@example.org")

    with pytest.raises(ClientError) as taken:
        pool.update(pool.token("ada@example.org"), email=address)

    assert refusal(taken) == "AliasExistsException"


def test_an_address_that_was_taken_meanwhile_is_not_verified(pool: Pool) -> None:
    """Who is first has it."""
    pool.sign_up("ada@example.org")
    token = pool.token("ada@example.org")
    pool.update(token, email="new@example.org")
    pool.sign_up("New@example.org")

    with pytest.raises(ClientError) as taken:
        pool.cognito.verify_user_attribute(AccessToken=token, AttributeName="email", Code=CODE)

    assert refusal(taken) == "AliasExistsException"


@pytest.mark.parametrize("name", ["email_verified", "phone_number_verified"])
def test_nobody_verifies_their_own_address_by_writing_so(pool: Pool, name: str) -> None:
    """The app client may not write it; not at sign-up either."""
    pool.sign_up("ada@example.org")

    with pytest.raises(ClientError) as later:
        pool.update(pool.token("ada@example.org"), **{name: "true"})
    with pytest.raises(ClientError) as sign_up:
        pool.sign_up("eve@example.org", **{name: "true"})

    assert {refusal(later), refusal(sign_up)} == {"NotAuthorizedException"}


@pytest.mark.parametrize("name", ["custom:role", "cognito:groups", "identities", "whatever"])
def test_an_attribute_outside_the_schema_is_refused(pool: Pool, name: str) -> None:
    """Nothing is stored that no pool declared."""
    pool.sign_up("ada@example.org")

    with pytest.raises(ClientError) as unknown:
        pool.update(pool.token("ada@example.org"), **{name: "admins"})

    assert refusal(unknown) == "InvalidParameterException"


def test_addresses_are_the_same_in_any_case(pool: Pool) -> None:
    """One sign-up, one person, one password, whichever way it is typed."""
    pool.sign_up("Ada@Example.org")

    with pytest.raises(ClientError) as twice:
        pool.sign_up("ada@example.ORG")

    assert refusal(twice) == "UsernameExistsException"
    assert pool.attributes(pool.token("ADA@EXAMPLE.ORG"))["email"] == "Ada@Example.org"


def test_a_code_is_sent_again_and_only_for_an_address(pool: Pool) -> None:
    """Without a code that was sent nothing is verified."""
    pool.sign_up("ada@example.org")
    token = pool.token("ada@example.org")

    with pytest.raises(ClientError) as unsent:
        pool.cognito.verify_user_attribute(AccessToken=token, AttributeName="email", Code=CODE)
    with pytest.raises(ClientError) as no_address:
        pool.cognito.get_user_attribute_verification_code(AccessToken=token, AttributeName="name")
    pool.update(token, email="lovelace@example.org")
    again = pool.cognito.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")

    assert (refusal(unsent), refusal(no_address)) == ("ExpiredCodeException", "InvalidParameterException")
    assert again["CodeDeliveryDetails"]["DeliveryMedium"] == "EMAIL"
