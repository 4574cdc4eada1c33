"""The foundation's lifecycle rules in the API's words, which the deploy to the emulator sets itself."""

from infra import templates
from infra.local.deploy.ignored_properties import to_api_rule

RULES = templates.load(templates.STACKS / "foundation.yaml")["Resources"]["MediaBucket"]["Properties"]


def test_every_rule_of_the_template_is_kept_in_the_apis_words() -> None:
    """Originals end, variants move to a cheaper class, old versions and empty markers are removed."""
    rules = {rule["ID"]: rule for rule in map(to_api_rule, RULES["LifecycleConfiguration"]["Rules"])}

    assert rules["OldVersions"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}
    assert rules["OldVersions"]["Expiration"] == {"ExpiredObjectDeleteMarker": True}
    assert rules["Originals"]["Expiration"] == {"Days": 6}
    assert rules["Originals"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1}
    assert rules["OldVariants"]["Transitions"] == [{"StorageClass": "INTELLIGENT_TIERING", "Days": 30}]
    assert rules["OldVariants"]["Filter"] == {"Prefix": "variants/"}
