"""The site's distribution on this machine says what the template of the real one says."""

import pytest

from cloudfront_local.distribution import parse_distribution
from infra import templates
from infra.deploy.media_key import make_key, write_secret
from infra.local import media


def test_the_local_distribution_is_that_of_the_template(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its paths, which of them ask for signatures, and by which key they count."""
    text = write_secret(make_key(), media.KEY_PAIR)
    monkeypatch.setattr(media, "read_secret", lambda *_: text)

    described = media.describe_distribution("http://127.0.0.1:4566", "bucket", templates.load_all()["frontend"])

    (behaviour,) = parse_distribution(described).behaviours
    assert (behaviour.path_pattern, [*behaviour.keys]) == ("/media/*", [media.KEY_PAIR])
    assert behaviour.is_restricted
    assert behaviour.origin.url == "http://127.0.0.1:4566/bucket"
