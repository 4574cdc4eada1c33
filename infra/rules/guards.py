"""What stands before the API and the site: a firewall that does not break people's work, headers, a private origin."""

from collections.abc import Iterator
from typing import Any, Final

from infra.rules.finding import Finding, rule
from infra.rules.project import Project, ref

# Rules of AWS's common set that look into bodies: an article is long, and may speak of scripts and paths.
BODY_RULES: Final = ("SizeRestrictions_BODY", "CrossSiteScripting_BODY", "GenericLFI_BODY", "GenericRFI_BODY")
# What these rules label is spelled otherwise than they are.
ARTICLES: Final = ("SizeRestrictions_Body", "CrossSiteScripting_Body", "GenericLFI_Body", "GenericRFI_Body", "'")
# Where AWS's groups put their labels.
LABELS: Final = {
    "AWSManagedRulesAmazonIpReputationList": "awswaf:managed:aws:amazon-ip-list",
    "AWSManagedRulesKnownBadInputsRuleSet": "awswaf:managed:aws:known-bad-inputs",
    "AWSManagedRulesCommonRuleSet": "awswaf:managed:aws:core-rule-set",
}
CORS: Final = "Access-Control-Allow-Origin"


@rule
def the_firewall_stands_before_the_api(project: Project) -> Iterator[Finding]:
    guarded = {ref(each.properties["WebACLArn"]) for each in project.every("AWS::WAFv2::WebACLAssociation")}
    for firewall in project.every("AWS::WAFv2::WebACL"):
        if firewall.name not in guarded:
            yield Finding("W01", firewall.where, "It is associated with nothing, so it guards nothing.")
        rules = firewall.properties["Rules"]
        if not any("RateBasedStatement" in each["Statement"] for each in rules):
            yield Finding("W04", firewall.where, "It needs a rate limit per address.")
        priorities = [each["Priority"] for each in rules]
        if len(set(priorities)) < len(priorities):
            yield Finding("W05", firewall.where, "Two rules have the same priority.")


@rule
def the_firewall_lets_articles_pass(project: Project) -> Iterator[Finding]:
    for firewall in project.every("AWS::WAFv2::WebACL"):
        for each in firewall.properties["Rules"]:
            group = each["Statement"].get("ManagedRuleGroupStatement", {})
            if group.get("Name") == "AWSManagedRulesCommonRuleSet":
                counted = {
                    told["Name"] for told in group.get("RuleActionOverrides", []) if "Count" in told["ActionToUse"]
                }
                for name in sorted(set(BODY_RULES) - counted):
                    yield Finding("W02", firewall.where, f"{name} would refuse people's articles: let it count.")


@rule
def blocks_can_be_read_by_a_browser(project: Project) -> Iterator[Finding]:
    for firewall in project.every("AWS::WAFv2::WebACL"):
        for each in firewall.properties["Rules"]:
            if "None" in each.get("OverrideAction", {}):
                yield Finding("W06", firewall.where, f"{each['Name']} blocks without {CORS}: let it count and label.")
            block = each.get("Action", {}).get("Block")
            headers = {told["Name"]: told["Value"] for told in _headers(block)}
            if block is not None and headers.get(CORS) != {"Ref": "SiteOrigin"}:
                yield Finding(
                    "W03", firewall.where, f"{each['Name']} must answer {CORS}, or it looks like a CORS error."
                )


@rule
def what_is_counted_is_blocked(project: Project) -> Iterator[Finding]:
    for firewall in project.every("AWS::WAFv2::WebACL"):
        rules = firewall.properties["Rules"]
        for each in rules:
            name = each["Statement"].get("ManagedRuleGroupStatement", {}).get("Name")
            later = [other for other in rules if other["Priority"] > each["Priority"]]
            blocked = str([other["Statement"] for other in later if "Block" in other.get("Action", {})])
            if name and f"{LABELS.get(name, name)}:" not in blocked:
                yield Finding("W07", firewall.where, f"What {each['Name']} labels is blocked by no rule after it.")
            if any(f"{LABELS['AWSManagedRulesCommonRuleSet']}:{part}" in blocked for part in ARTICLES):
                yield Finding("W02", firewall.where, "A block on a body's label would refuse people's articles.")


@rule
def the_site_is_strict(project: Project) -> Iterator[Finding]:
    policies = {each.name: each for each in project.every("AWS::CloudFront::ResponseHeadersPolicy")}
    for site in project.every("AWS::CloudFront::Distribution"):
        told = site.properties["DistributionConfig"]["DefaultCacheBehavior"]
        policy = policies.get(str(ref(told.get("ResponseHeadersPolicyId"))))
        scripts = _scripts(policy.properties) if policy else ""
        if "'self'" not in scripts or "unsafe" in scripts or "*" in scripts:
            yield Finding("F01", site.where, "Scripts must come from the site alone: script-src 'self'.")
        if told.get("ViewerProtocolPolicy") not in {"redirect-to-https", "https-only"}:
            yield Finding("F02", site.where, "Nobody may read it without TLS.")
        if not all(each.get("OriginAccessControlId") for each in site.properties["DistributionConfig"]["Origins"]):
            yield Finding("F03", site.where, "Its bucket must be reached by an origin access control.")


@rule
def buckets_are_open_to_their_distribution_alone(project: Project) -> Iterator[Finding]:
    for policy in project.every("AWS::S3::BucketPolicy"):
        for statement in policy.properties["PolicyDocument"]["Statement"]:
            if statement["Effect"] == "Allow" and not _is_bound(statement):
                yield Finding("S01", policy.where, "It opens the bucket to more than one named source.")


@rule
def production_is_approved_by_a_person(project: Project) -> Iterator[Finding]:
    for pipeline in project.every("AWS::CodePipeline::Pipeline"):
        kinds = [
            action["ActionTypeId"]["Category"] for stage in pipeline.properties["Stages"] for action in stage["Actions"]
        ]
        if "Approval" not in kinds or kinds.index("Approval") > len(kinds) - 2:
            yield Finding("V01", pipeline.where, "A person must approve before production is deployed.")
        if "Test" not in kinds or ("Build" in kinds and kinds.index("Test") > kinds.index("Build")):
            yield Finding("V02", pipeline.where, "Tests come before anything is deployed.")


@rule
def money_is_watched(project: Project) -> Iterator[Finding]:
    if not project.stacks.get("observability"):
        return
    kinds = {
        told["Notification"]["NotificationType"]
        for budget in project.every("AWS::Budgets::Budget")
        for told in budget.properties.get("NotificationsWithSubscribers", [])
    }
    for kind in sorted({"FORECASTED", "ACTUAL"} - kinds):
        yield Finding("B01", "observability.Budget", f"It must tell of the {kind.lower()} cost.")


def _headers(block: dict[str, Any] | None) -> list[dict[str, Any]]:
    return list((block or {}).get("CustomResponse", {}).get("ResponseHeaders", []))


def _scripts(policy: dict[str, Any]) -> str:
    security = policy["ResponseHeadersPolicyConfig"].get("SecurityHeadersConfig", {})
    told = security.get("ContentSecurityPolicy", {}).get("ContentSecurityPolicy", "")
    text = str(told.get("Fn::Sub", "") if isinstance(told, dict) else told)
    return next((part for part in text.split(";") if part.strip().startswith("script-src")), "")


def _is_bound(statement: dict[str, Any]) -> bool:
    equal = statement.get("Condition", {}).get("StringEquals", {})
    return statement["Principal"] != "*" and bool({"aws:SourceArn", "AWS:SourceArn"} & set(equal))
