"""The site's files in its bucket."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.deploy import site
from infra.deploy.environment import Environment
from infra.deploy.errors import DeployError
from tests.fakes.aws_account import Account

EU = Environment("eu", "eu-central-1", None, {"frontend": {}})


@pytest.fixture
def account() -> Account:
    made = Account()
    made.holds("waymark-eu-foundation", UserPoolId="pool", WebClientId="web")
    made.holds("waymark-eu-api", GraphqlUrl="https://api.example/graphql", ApiKey="da2-key")
    made.holds("waymark-eu-frontend", SiteBucket="site", DistributionId="E1")
    return made


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="site")
        yield client


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/app-1a2b.js").write_text("1")
    (tmp_path / "index.html").write_text("<script src=/assets/app-1a2b.js>")
    return tmp_path


@pytest.fixture
def publish(account: Account, s3: Any, dist: Path) -> Callable[[], str]:
    def of() -> str:
        said: list[str] = []
        site.publish(EU, lambda service, _: s3 if service == "s3" else account, said.append, dist)
        return said[-1]

    return of


def test_pages_are_asked_for_again_and_assets_never(publish: Callable[[], str], s3: Any) -> None:
    """An asset has its content in its name."""
    publish()

    page, asset = (s3.head_object(Bucket="site", Key=key) for key in ("index.html", "assets/app-1a2b.js"))
    assert (page["CacheControl"], page["ContentType"]) == ("no-cache", "text/html")
    assert "immutable" in asset["CacheControl"]
    assert "javascript" in asset["ContentType"]


def test_the_page_learns_where_its_back_end_is(publish: Callable[[], str], s3: Any) -> None:
    """From the outputs of the stacks that made it."""
    publish()

    told = json.loads(s3.get_object(Bucket="site", Key="config.json")["Body"].read())
    assert told == {
        "region": "eu-central-1",
        "graphqlUrl": "https://api.example/graphql",
        "apiKey": "da2-key",
        "userPoolId": "pool",
        "userPoolClientId": "web",
    }


def test_another_map_is_told_to_the_page(publish: Callable[[], str], s3: Any, account: Account) -> None:
    """Where the frontend's parameters name one."""
    style = "https://tiles.example/{scheme}.json"
    account.holds("waymark-eu-frontend", SiteBucket="site", DistributionId="E1", MapStyle=style)

    publish()

    assert json.loads(s3.get_object(Bucket="site", Key="config.json")["Body"].read())["mapStyle"] == style


def test_only_what_changed_is_uploaded_and_fetched_anew(
    publish: Callable[[], str], account: Account, dist: Path
) -> None:
    """A second publication of the same build does nothing; files of the build before stay."""
    assert publish() == "site: 3 of 3 files uploaded"
    assert account.done.pop() == ("invalidate", "E1", ("/config.json", "/index.html"))

    assert publish() == "site: 0 of 3 files uploaded"
    assert account.done == []

    (dist / "index.html").write_text("<p>new")
    assert publish() == "site: 1 of 3 files uploaded"
    assert account.done == [("invalidate", "E1", ("/index.html",))]


def test_an_unbuilt_site_says_how_to_build_it(publish: Callable[[], str], dist: Path) -> None:
    """Rather than publish nothing."""
    (dist / "index.html").unlink()

    with pytest.raises(DeployError, match="make deploy ENV=eu"):
        publish()


def test_the_site_needs_its_back_end(publish: Callable[[], str], account: Account) -> None:
    """A page without config.json shows nothing."""
    del account.stacks["waymark-eu-api"]

    with pytest.raises(DeployError, match="STACKS=api"):
        publish()
