"""The foundation's lifecycle rules in the API's words, which the deploy to the emulator sets itself."""

from infra import templates
from infra.local.deploy.undone import _rule

RULES = templates.load(templates.STACKS / "foundation.yaml")["Resources"]["MediaBucket"]["Properties"]


def test_every_rule_of_the_template_is_kept_in_the_apis_words() -> None:
    """Originals and variants move to cheaper classes, old versions and empty markers go."""
    rules = {rule["ID"]: rule for rule in map(_rule, RULES["LifecycleConfiguration"]["Rules"])}

    assert rules["OldVersions"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}
    assert rules["OldVersions"]["Expiration"] == {"ExpiredObjectDeleteMarker": True}
    assert rules["RarelyReadOriginals"]["Transitions"] == [{"StorageClass": "STANDARD_IA", "Days": 60}]
    assert rules["OldVariants"]["Filter"] == {"Prefix": "variants/"}
