"""A web page that the developer visits cannot drive the embedded AWS, whatever it sends."""

from collections.abc import Iterator

import pytest
from botocore.auth import S3SigV4QueryAuth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from infra.local.ministack.paths import FUNCTION_URLS
from tests.emulator import ORIGIN, Emulator
from tests.functions import make_function

pytestmark = pytest.mark.emulator

LIST_TABLES = {"X-Amz-Target": "DynamoDB_20120810.ListTables", "Content-Type": "application/x-amz-json-1.0"}
ROOT = Credentials("test", "test")
ANSWER = "def handler(event, context): return {'statusCode': 202}"
LIST_USERS = "/?Action=ListUsers&Version=2010-05-08"
PRESIGNED = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0&X-Amz-SignedHeaders=host&X-Amz-Date=20261128T000000Z"
FORGED = "AWS4-HMAC-SHA256 Credential=test/20261128/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00"


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    running = Emulator(tmp_path_factory.mktemp("aws"))
    yield running
    running.stop()


def sign(emulator: Emulator, credentials: Credentials = ROOT) -> dict[str, str]:
    """Return the headers of a ListTables call that somebody signed."""
    request = AWSRequest("POST", f"{emulator.url}/", data=b"{}", headers=LIST_TABLES)
    SigV4Auth(credentials, "dynamodb", "us-east-1").add_auth(request)
    return dict(request.headers.items())


def test_root_is_who_signs_as_root(emulator: Emulator) -> None:
    """The key is public, so the signature must be right, for the body that came."""
    assert emulator.send("POST", "/", sign(emulator), b"{}").status == 200

    assert emulator.send("POST", "/", LIST_TABLES | {"Authorization": FORGED}, b"{}").status == 403
    assert emulator.send("POST", "/", sign(emulator, Credentials("test", "guess")), b"{}").status == 403
    assert emulator.send("POST", "/", sign(emulator), b'{"Limit": 1}').status == 403


def test_an_account_number_is_nobodys_key(emulator: Emulator) -> None:
    """ministack takes twelve digits for the root of that account."""
    assert emulator.send("POST", "/", sign(emulator, Credentials("123456789012", "test")), b"{}").status == 403


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "&X-Amz-Credential=test",
        "&AWSAccessKeyId=test&Signature=0&Expires=99999999999",
        f"&{PRESIGNED}&X-Amz-Credential=test/20261128/us-east-1/iam/aws4_request",
        f"&{PRESIGNED}&X-Amz-Credential=test/20261128/us-east-1/s3/aws4_request",
    ],
)
def test_a_query_that_names_root_needs_roots_signature_too(emulator: Emulator, credential: str) -> None:
    """An image's address is enough to send one."""
    assert emulator.send("GET", LIST_USERS + credential, {}).status in {400, 403}


def test_nobody_lists_or_creates_buckets_unsigned(emulator: Emulator) -> None:
    """Whatever a bucket's policy allows, S3 has no policy above it. A page's image could send the first one."""
    assert emulator.send("GET", "/", {}).status == 403
    assert emulator.send("GET", "/?x-id=ListBuckets", {}).status == 403
    assert emulator.send("PUT", "/unsigned", {}).status == 403
    assert emulator.send("PUT", "/unsigned/?x-id=CreateBucket", {}).status == 403
    assert "unsigned" not in {each["Name"] for each in emulator.client("s3").list_buckets()["Buckets"]}


def test_roots_presigned_urls_work_and_tampered_ones_do_not(emulator: Emulator) -> None:
    """For longer than a signed request may be old."""
    s3 = emulator.client("s3")
    s3.create_bucket(Bucket="things")
    s3.put_object(Bucket="things", Key="a", Body=b"kept")
    request = AWSRequest("GET", f"{emulator.url}/things/a")
    S3SigV4QueryAuth(ROOT, "s3", "us-east-1", expires=3600).add_auth(request)
    path = str(request.url).removeprefix(emulator.url)

    assert emulator.send("GET", path, {}).data == b"kept"
    assert emulator.send("GET", path.replace("/a?", "/b?"), {}).status == 403
    assert emulator.send("DELETE", path, {}).status == 403


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "https://site.example.org.evil"]
)
def test_a_page_of_another_origin_is_refused(emulator: Emulator, origin: str) -> None:
    """Signed or not, and its preflight too."""
    asks = {"Origin": origin, "Access-Control-Request-Method": "POST"}

    assert emulator.send("POST", "/", sign(emulator) | {"Origin": origin}, b"{}").status == 403
    preflight = emulator.send("OPTIONS", "/", asks)
    assert preflight.status == 403
    assert "access-control-allow-origin" not in preflight.headers


def test_the_sites_pages_may_call_and_read(emulator: Emulator) -> None:
    """By their own origin, never by `*`; what no page asked for is for no page."""
    signed = emulator.send("POST", "/", sign(emulator) | {"Origin": ORIGIN}, b"{}")

    assert (signed.status, signed.headers["access-control-allow-origin"]) == (200, ORIGIN)
    assert "access-control-allow-origin" not in emulator.send("POST", "/", sign(emulator), b"{}").headers


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "x.amazonaws.com"])
def test_a_foreign_host_is_refused(emulator: Emulator, host: str) -> None:
    """A name that an attacker has pointed at this machine (DNS rebinding) makes their page same-origin."""
    headers = {"Host": host.format(port=emulator.port)}

    assert emulator.send("GET", "/_waymark/health", headers).status == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/_ministack/reset"),
        ("POST", "/_ministack/config"),
        ("GET", "/_ministack/ses/messages"),
        ("GET", "/_ministack/sqs/messages"),
        ("GET", "/_ministack/lambda-code/api"),
        ("GET", "/_localstack/state"),
        ("POST", "/%5Fministack/reset"),
        ("POST", "//_ministack/reset"),
    ],
)
def test_the_emulators_own_paths_are_closed(emulator: Emulator, method: str, path: str) -> None:
    """Its reset drops everything, and asks for no key."""
    emulator.client("sqs").create_queue(QueueName="kept")

    assert emulator.send(method, path, {}).status in {400, 403, 404, 405}
    assert emulator.client("sqs").list_queues()["QueueUrls"]


def test_a_function_url_is_called_by_programs_only(emulator: Emulator) -> None:
    """As the payment provider calls its webhook, which judges the caller; no web page may."""
    make_function(emulator, "webhook", ANSWER)
    functions = emulator.client("lambda")
    made = functions.create_function_url_config(FunctionName="webhook", AuthType="NONE")["FunctionUrl"]
    functions.add_permission(
        FunctionName="webhook",
        StatementId="everybody",
        Action="lambda:InvokeFunctionUrl",
        Principal="*",
        FunctionUrlAuthType="NONE",
    )
    path = f"{FUNCTION_URLS}{made.removeprefix('https://').partition('.')[0]}/"

    assert emulator.send("POST", path, {}, b"{}").status == 202
    assert emulator.send("POST", path, {"Origin": "https://evil.example"}, b"{}").status == 403


def test_its_health_is_open(emulator: Emulator) -> None:
    """To tools that wait for it."""
    assert emulator.send("GET", "/_waymark/health", {}).status == 200
    assert emulator.send("GET", "/_ministack/health", {}).status == 200
