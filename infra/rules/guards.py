"""What guards the API and the site: a firewall that does not break people's work, headers, a private origin."""

import re
from collections.abc import Iterator
from typing import Any, Final

from infra.rules.finding import Finding, rule
from infra.rules.project import Project, as_list, ref

# Rules of AWS's common set that look into bodies: an article is long, and may speak of scripts and paths.
BODY_RULES: Final = ("SizeRestrictions_BODY", "CrossSiteScripting_BODY", "GenericLFI_BODY", "GenericRFI_BODY")
# A block on a label of a body, or on all labels of a group, refuses articles that quote what the group looks for.
BODY_LABEL: Final = re.compile(r"^awswaf:managed:aws:(core-rule-set|known-bad-inputs):(.*_Body)?$")
ASSOCIATION: Final = "AWS::WAFv2::WebACLAssociation"
DOORS: Final = {"appsync": "API", "cognito-idp": "user pool"}
SIGNED: Final = "AWS4-HMAC-SHA256"
# Where AWS's groups put their labels.
LABELS: Final = {
    "AWSManagedRulesAmazonIpReputationList": "awswaf:managed:aws:amazon-ip-list",
    "AWSManagedRulesKnownBadInputsRuleSet": "awswaf:managed:aws:known-bad-inputs",
    "AWSManagedRulesCommonRuleSet": "awswaf:managed:aws:core-rule-set",
}
CORS: Final = "Access-Control-Allow-Origin"


@rule
def check_firewall_guards_api(project: Project) -> Iterator[Finding]:
    """A firewall that is associated with nothing lets everything pass."""
    guarded = {ref(each.properties["WebACLArn"]) for each in project.resources(ASSOCIATION)}
    for firewall in project.resources("AWS::WAFv2::WebACL"):
        if firewall.name not in guarded:
            yield Finding("W01", firewall.where, "It is associated with nothing, so it guards nothing.")
        rules = firewall.properties["Rules"]
        if not any("RateBasedStatement" in each["Statement"] for each in rules):
            yield Finding("W04", firewall.where, "It needs a rate limit per address.")
        priorities = [each["Priority"] for each in rules]
        if len(set(priorities)) < len(priorities):
            yield Finding("W05", firewall.where, "Two rules have the same priority.")


@rule
def check_every_door_is_guarded(project: Project) -> Iterator[Finding]:
    """People sign up and sign in at the user pool itself: a limit in front of the API only does not bound them."""
    guarded = " ".join(str(each.properties["ResourceArn"]) for each in project.resources(ASSOCIATION))
    for firewall in project.resources("AWS::WAFv2::WebACL"):
        for service, door in DOORS.items():
            if f":{service}:" not in guarded:
                yield Finding("W10", firewall.where, f"It does not stand before the {door}: associate it.")


@rule
def check_articles_pass_firewall(project: Project) -> Iterator[Finding]:
    """AWS's rules for bodies refuse long articles and articles about attacks."""
    for firewall in project.resources("AWS::WAFv2::WebACL"):
        for each in firewall.properties["Rules"]:
            group = each["Statement"].get("ManagedRuleGroupStatement", {})
            if group.get("Name") == "AWSManagedRulesCommonRuleSet":
                counted = {
                    override["Name"]
                    for override in group.get("RuleActionOverrides", [])
                    if "Count" in override["ActionToUse"]
                }
                for name in sorted(set(BODY_RULES) - counted):
                    yield Finding("W02", firewall.where, f"{name} would refuse people's articles: let it count.")


@rule
def check_blocks_have_cors(project: Project) -> Iterator[Finding]:
    """A block without CORS headers looks like a CORS error, and hides its reason."""
    for firewall in project.resources("AWS::WAFv2::WebACL"):
        for each in firewall.properties["Rules"]:
            if "None" in each.get("OverrideAction", {}):
                yield Finding("W06", firewall.where, f"{each['Name']} blocks without {CORS}: let it count and label.")
            block = each.get("Action", {}).get("Block")
            headers = {header["Name"]: header["Value"] for header in _headers(block)}
            if block is not None and headers.get(CORS) != {"Ref": "SiteOrigin"}:
                yield Finding(
                    "W03", firewall.where, f"{each['Name']} must answer {CORS}, or it looks like a CORS error."
                )


@rule
def check_counted_labels_are_blocked(project: Project) -> Iterator[Finding]:
    """AWS's rules only count here, so that our own rule can answer with CORS headers; it must name their labels."""
    for firewall in project.resources("AWS::WAFv2::WebACL"):
        rules = firewall.properties["Rules"]
        for each in rules:
            name = each["Statement"].get("ManagedRuleGroupStatement", {}).get("Name")
            later = [other for other in rules if other["Priority"] > each["Priority"]]
            blocked = str([other["Statement"] for other in later if "Block" in other.get("Action", {})])
            if name and f"{LABELS.get(name, name)}:" not in blocked:
                yield Finding("W07", firewall.where, f"What {each['Name']} labels is blocked by no rule after it.")
            for key in _list_blocked_labels(each):
                if BODY_LABEL.match(key):
                    yield Finding("W02", firewall.where, f"A block on {key} would refuse people's articles.")


@rule
def check_rate_of_publisher(project: Project) -> Iterator[Finding]:
    """Our publisher sends a request for each event from one address; the firewall is asked before its signature is."""
    for firewall in project.resources("AWS::WAFv2::WebACL"):
        rules = firewall.properties["Rules"]
        limits = [
            each["Statement"]["RateBasedStatement"] for each in rules if "RateBasedStatement" in each["Statement"]
        ]
        if not all(SIGNED in str(each.get("ScopeDownStatement")) for each in limits):
            yield Finding(
                "W08", firewall.where, "A rate limit on all requests blocks our publisher, one for each event."
            )
        if not any("NotStatement" not in each.get("ScopeDownStatement", {}) for each in limits):
            yield Finding("W08", firewall.where, "Signed requests need a rate limit: anybody can send them.")
        first = min((each["Priority"] for each in rules if "RateBasedStatement" in each["Statement"]), default=0)
        if not any(_blocks_key_and_signature(each) and each["Priority"] < first for each in rules):
            yield Finding("W09", firewall.where, "Block a key beside a signature first: it evades the guests' limit.")


@rule
def check_site(project: Project) -> Iterator[Finding]:
    """A foreign script on our pages acts as the person who is signed in."""
    policies = {each.name: each for each in project.resources("AWS::CloudFront::ResponseHeadersPolicy")}
    for site in project.resources("AWS::CloudFront::Distribution"):
        behavior = site.properties["DistributionConfig"]["DefaultCacheBehavior"]
        policy = policies.get(str(ref(behavior.get("ResponseHeadersPolicyId"))))
        scripts = _scripts(policy.properties) if policy else ""
        if "'self'" not in scripts or "unsafe" in scripts or "*" in scripts:
            yield Finding("F01", site.where, "Scripts must come from the site only: script-src 'self'.")
        if behavior.get("ViewerProtocolPolicy") not in {"redirect-to-https", "https-only"}:
            yield Finding("F02", site.where, "Nobody may read it without TLS.")
        if "s3:ListBucket" not in _actions_for_cloudfront(project, site.stack):
            yield Finding("F04", site.where, "Without s3:ListBucket a missing file answers 403 instead of 404.")
        if not all(each.get("OriginAccessControlId") for each in site.properties["DistributionConfig"]["Origins"]):
            yield Finding("F03", site.where, "Its bucket must be reached by an origin access control.")
        for each in site.properties["DistributionConfig"].get("CacheBehaviors", []):
            is_public = each["TargetOriginId"] == behavior["TargetOriginId"]
            if not is_public and not each.get("TrustedKeyGroups"):
                yield Finding(
                    "F05", site.where, f"{each['PathPattern']} needs a key group: what people made is private."
                )


@rule
def check_bucket_grants(project: Project) -> Iterator[Finding]:
    """A bucket that is open to a whole service is open to every customer of it."""
    for policy in project.resources("AWS::S3::BucketPolicy"):
        for statement in policy.properties["PolicyDocument"]["Statement"]:
            if statement["Effect"] == "Allow" and not _is_bound(statement):
                yield Finding("S11", policy.where, "It opens the bucket to sources of other accounts.")


@rule
def check_production_is_approved(project: Project) -> Iterator[Finding]:
    """Tests and a person stand between a push and production."""
    for pipeline in project.resources("AWS::CodePipeline::Pipeline"):
        kinds = [
            action["ActionTypeId"]["Category"] for stage in pipeline.properties["Stages"] for action in stage["Actions"]
        ]
        if "Approval" not in kinds or kinds.index("Approval") > len(kinds) - 2:
            yield Finding("V01", pipeline.where, "A person must approve before production is deployed.")
        if "Test" not in kinds or ("Build" in kinds and kinds.index("Test") > kinds.index("Build")):
            yield Finding("V02", pipeline.where, "Tests come before anything is deployed.")


@rule
def check_budget(project: Project) -> Iterator[Finding]:
    """A bill is noticed a month late."""
    if not project.stacks.get("observability"):
        return
    kinds = {
        notice["Notification"]["NotificationType"]
        for budget in project.resources("AWS::Budgets::Budget")
        for notice in budget.properties.get("NotificationsWithSubscribers", [])
    }
    for kind in sorted({"FORECASTED", "ACTUAL"} - kinds):
        yield Finding("B01", "observability.Budget", f"It must tell of the {kind.lower()} cost.")


def _actions_for_cloudfront(project: Project, stack: str) -> set[str]:
    return {
        action
        for policy in project.resources("AWS::S3::BucketPolicy", stack)
        for statement in policy.properties["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow" and "cloudfront.amazonaws.com" in str(statement["Principal"])
        for action in as_list(statement["Action"])
    }


def _list_blocked_labels(rule_: dict[str, Any]) -> list[str]:
    if "Block" not in rule_.get("Action", {}):
        return []
    statement = rule_["Statement"]
    statements = statement.get("OrStatement", {}).get("Statements", [statement])
    return [each["LabelMatchStatement"]["Key"] for each in statements if "LabelMatchStatement" in each]


def _blocks_key_and_signature(rule_: dict[str, Any]) -> bool:
    joined = str(rule_["Statement"].get("AndStatement", {}))
    return "Block" in rule_.get("Action", {}) and "x-api-key" in joined and SIGNED in joined


def _headers(block: dict[str, Any] | None) -> list[dict[str, Any]]:
    return list((block or {}).get("CustomResponse", {}).get("ResponseHeaders", []))


def _scripts(policy: dict[str, Any]) -> str:
    security = policy["ResponseHeadersPolicyConfig"].get("SecurityHeadersConfig", {})
    policy_text = security.get("ContentSecurityPolicy", {}).get("ContentSecurityPolicy", "")
    text = str(policy_text.get("Fn::Sub", "") if isinstance(policy_text, dict) else policy_text)
    return next((part for part in text.split(";") if part.strip().startswith("script-src")), "")


def _is_bound(statement: dict[str, Any]) -> bool:
    """Tell whether a statement names its source, or sources of this account only."""
    condition = statement.get("Condition", {})
    is_named = {"aws:SourceArn", "AWS:SourceArn"} & set(condition.get("StringEquals", {}))
    is_of_account = "${AWS::AccountId}" in str(condition.get("ArnLike", {}).get("aws:SourceArn", ""))
    return statement["Principal"] != "*" and bool(is_named or is_of_account)
