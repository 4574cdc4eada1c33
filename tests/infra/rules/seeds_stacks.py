"""Mistakes around what is kept, what watches, what guards, and what links the stacks."""

from dataclasses import replace

from infra.rules import Project
from tests.infra.rules.mistakes import mistake, owner, res, source


@mistake("D01", "no way back after a wrong delete")
def _(project: Project) -> None:
    del res(project, "Table")["PointInTimeRecoverySpecification"]


@mistake("D02", "the code queries an index that the table lacks")
def _(project: Project) -> None:
    res(project, "Table")["GlobalSecondaryIndexes"].pop()


@mistake("D03", "the table goes with its stack")
def _(project: Project) -> None:
    del project.stacks["foundation"]["Resources"]["Table"]["DeletionPolicy"]


@mistake("D04", "the pool can be deleted with everybody in it")
def _(project: Project) -> None:
    res(project, "UserPool")["DeletionProtection"] = "INACTIVE"


@mistake("D05", "TTL on an attribute that no item has")
def _(project: Project) -> None:
    res(project, "Table")["TimeToLiveSpecification"]["AttributeName"] = "ttl"


@mistake("D06", "the stream without old images: deletes announce nothing")
def _(project: Project) -> None:
    res(project, "Table")["StreamSpecification"]["StreamViewType"] = "NEW_IMAGE"


@mistake("D07", "an index that copies bodies")
def _(project: Project) -> None:
    res(project, "Table")["GlobalSecondaryIndexes"][1]["Projection"] = {"ProjectionType": "ALL"}


@mistake("S01", "a bucket that may be made public")
def _(project: Project) -> None:
    res(project, "MediaBucket")["PublicAccessBlockConfiguration"]["BlockPublicPolicy"] = False


@mistake("S02", "uploads fail in the browser: no CORS rule")
def _(project: Project) -> None:
    del res(project, "MediaBucket")["CorsConfiguration"]


@mistake("S03", "CORS for everybody, to get it working")
def _(project: Project) -> None:
    res(project, "MediaBucket")["CorsConfiguration"]["CorsRules"][0]["AllowedOrigins"] = ["*"]


@mistake("S04", "the bucket tells EventBridge nothing")
def _(project: Project) -> None:
    del res(project, "MediaBucket")["NotificationConfiguration"]


@mistake("S05", "no versions: a photo can be swapped after moderation")
def _(project: Project) -> None:
    res(project, "MediaBucket")["VersioningConfiguration"]["Status"] = "Suspended"


@mistake("S06", "a fixed bucket name: with Retain, the next create is refused")
def _(project: Project) -> None:
    res(project, "MediaBucket")["BucketName"] = "waymark-media"


@mistake("S07", "old versions are paid for, for ever")
def _(project: Project) -> None:
    del res(project, "MediaBucket")["LifecycleConfiguration"]


@mistake("A01", "a client without SRP: nobody can sign in")
def _(project: Project) -> None:
    res(project, "WebClient")["ExplicitAuthFlows"] = ["ALLOW_REFRESH_TOKEN_AUTH"]


@mistake("A03", "a refresh token that works for 30 days for anybody who copied it")
def _(project: Project) -> None:
    del res(project, "WebClient")["RefreshTokenRotation"]


@mistake("A03", "two ways to refresh, which Cognito refuses")
def _(project: Project) -> None:
    res(project, "WebClient")["ExplicitAuthFlows"].append("ALLOW_REFRESH_TOKEN_AUTH")


@mistake("A04", "nobody can turn on a second factor")
def _(project: Project) -> None:
    res(project, "UserPool")["MfaConfiguration"] = "OFF"


@mistake("A02", "a client secret in a browser")
def _(project: Project) -> None:
    res(project, "WebClient")["GenerateSecret"] = True


@mistake("M01", "an alarm on a metric that nothing writes")
def _(project: Project) -> None:
    res(project, "ApiServerErrorsAlarm")["MetricName"] = "5xx"


@mistake("M02", "an alarm with dimensions that nothing writes: silent for ever")
def _(project: Project) -> None:
    res(project, "TableReadThrottlesAlarm")["MetricName"] = "ThrottledRequests"


@mistake("M03", "an alarm that is red on a quiet night")
def _(project: Project) -> None:
    del res(project, "UploadAgeAlarm")["TreatMissingData"]


@mistake("M04", "an alarm that tells nobody")
def _(project: Project) -> None:
    del res(project, "UploadAgeAlarm")["AlarmActions"]


@mistake("M05", "an alarm without a runbook")
def _(project: Project) -> Project:
    return replace(project, runbooks=project.runbooks - {"upload-age"})


@mistake("M06", "dead letters that no alarm watches")
def _(project: Project) -> None:
    del owner(project, "StreamDeadLettersAlarm")["StreamDeadLettersAlarm"]


@mistake("M07", "a function whose failures no alarm watches")
def _(project: Project) -> None:
    del owner(project, "ProfileFunctionErrorsAlarm")["ProfileFunctionErrorsAlarm"]


@mistake("M08", "a dashboard whose JSON broke")
def _(project: Project) -> None:
    body = res(project, "Dashboard")["DashboardBody"]
    body["Fn::Sub"] = body["Fn::Sub"].replace("]}", "}", 1)


@mistake("M09", "an alarm that rings after the timeout")
def _(project: Project) -> None:
    res(project, "SocialFunctionDurationAlarm")["Threshold"] = 20_000


@mistake("M10", "a runbook that no alarm leads to")
def _(project: Project) -> Project:
    return replace(project, runbooks=project.runbooks | {"old-alarm"})


@mistake("M11", "a measurement that was renamed in the code alone")
def _(project: Project) -> Project:
    return source(project, "resolvers.social.photos.worker", '"PhotoAge"', '"PhotoTime"')


@mistake("M17", "fields whose unexpected failures no alarm watches")
def _(project: Project) -> None:
    del owner(project, "SocialInternalErrorsAlarm")["SocialInternalErrorsAlarm"]


@mistake("M13", "subscriptions that fail, and nobody hears of it")
def _(project: Project) -> None:
    del owner(project, "SubscribeErrorsAlarm")["SubscribeErrorsAlarm"]


@mistake("M14", "metrics that two environments of one account share")
def _(project: Project) -> None:
    res(project, "ProfileFunction")["Environment"]["Variables"]["POWERTOOLS_METRICS_NAMESPACE"] = "Waymark"


@mistake("M15", "the firewall was renamed, its alarm watches the old one")
def _(project: Project) -> None:
    res(project, "Firewall")["VisibilityConfig"]["MetricName"] = "wall"


@mistake("M16", "alarms that are red, and the dashboard does not show them")
def _(project: Project) -> None:
    body = res(project, "Dashboard")["DashboardBody"]
    body["Fn::Sub"] = body["Fn::Sub"].replace(", ${SocialAlarms}", "")


@mistake("S10", "every variant that was ever made stays in the dearest class")
def _(project: Project) -> None:
    rules = res(project, "MediaBucket")["LifecycleConfiguration"]["Rules"]
    rules[:] = [each for each in rules if each.get("Prefix") != "variants/"]


@mistake("M12", "an operation on the table whose failures no alarm watches")
def _(project: Project) -> None:
    del owner(project, "TableBatchGetItemErrorsAlarm")["TableBatchGetItemErrorsAlarm"]


@mistake("M18", "an index whose throttles no alarm watches")
def _(project: Project) -> None:
    del owner(project, "Index2WriteThrottlesAlarm")["Index2WriteThrottlesAlarm"]


@mistake("W01", "a firewall before nothing")
def _(project: Project) -> None:
    for name in ("FirewallAssociation", "SignInAssociation", "RestAssociation"):
        del project.stacks["security"]["Resources"][name]


@mistake("W10", "a sign-in that nothing bounds")
def _(project: Project) -> None:
    del project.stacks["security"]["Resources"]["SignInAssociation"]


@mistake("W02", "a firewall that refuses articles over 8 KB")
def _(project: Project) -> None:
    common = next(each for each in res(project, "Firewall")["Rules"] if each["Name"] == "Common")
    common["Statement"]["ManagedRuleGroupStatement"]["RuleActionOverrides"].pop(0)


@mistake("W02", "a block on what counts bodies, which are articles")
def _(project: Project) -> None:
    refused = res(project, "Firewall")["Rules"][-1]["Statement"]["OrStatement"]["Statements"]
    refused.append({"LabelMatchStatement": {"Scope": "NAMESPACE", "Key": "awswaf:managed:aws:core-rule-set:"}})


@mistake("W02", "a block on bodies that quote `${jndi:`, as an article about it does")
def _(project: Project) -> None:
    refused = res(project, "Firewall")["Rules"][-1]["Statement"]["OrStatement"]["Statements"]
    key = "awswaf:managed:aws:known-bad-inputs:Log4JRCE_Body"
    refused.append({"LabelMatchStatement": {"Scope": "LABEL", "Key": key}})


@mistake("W08", "our publisher under the limit of a single guest")
def _(project: Project) -> None:
    rules = res(project, "Firewall")["Rules"]
    del next(each for each in rules if each["Name"] == "RatePerAddress")["Statement"]["RateBasedStatement"][
        "ScopeDownStatement"
    ]


@mistake("W08", "no limit at all for requests with a signature, valid or not")
def _(project: Project) -> None:
    rules = res(project, "Firewall")["Rules"]
    rules[:] = [each for each in rules if each["Name"] != "RateOfSignedRequests"]


@mistake("W09", "a guest's key beside a made-up signature: counted as our publisher")
def _(project: Project) -> None:
    rules = res(project, "Firewall")["Rules"]
    rules[:] = [each for each in rules if each["Name"] != "KeyAndSignature"]


@mistake("W06", "a group of AWS that blocks by itself: a browser calls it a CORS error")
def _(project: Project) -> None:
    rules = res(project, "Firewall")["Rules"]
    next(each for each in rules if each["Name"] == "BadReputation")["OverrideAction"] = {"None": {}}


@mistake("W07", "a group of AWS that only counts, and nothing blocks what it found")
def _(project: Project) -> None:
    refused = res(project, "Firewall")["Rules"][-1]["Statement"]["OrStatement"]["Statements"]
    refused[:] = [each for each in refused if "known-bad" not in each["LabelMatchStatement"]["Key"]]


@mistake("W03", "a block that a browser calls a CORS error")
def _(project: Project) -> None:
    rules = res(project, "Firewall")["Rules"]
    del rules[1]["Action"]["Block"]["CustomResponse"]["ResponseHeaders"]


@mistake("W04", "no rate limit")
def _(project: Project) -> None:
    rules = res(project, "Firewall")["Rules"]
    rules[:] = [each for each in rules if "RateBasedStatement" not in each["Statement"]]


@mistake("F01", "scripts from anywhere")
def _(project: Project) -> None:
    policy = res(project, "SiteHeaders")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    told = policy["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    told["Fn::Sub"] = told["Fn::Sub"].replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")


@mistake("F05", "whoever knows a file's address watches a private video")
def _(project: Project) -> None:
    *_, media = res(project, "Distribution")["DistributionConfig"]["CacheBehaviors"]
    del media["TrustedKeyGroups"]


@mistake("F04", "a missing picture of the site answers 403")
def _(project: Project) -> None:
    statements = res(project, "SiteBucketPolicy")["PolicyDocument"]["Statement"]
    statements[:] = [each for each in statements if each["Action"] != "s3:ListBucket"]


@mistake("V01", "production without a person's word")
def _(project: Project) -> None:
    stages = res(project, "Pipeline")["Stages"]
    stages[:] = [each for each in stages if each["Name"] != "Approval"]


@mistake("B01", "a budget that tells too late")
def _(project: Project) -> None:
    res(project, "Budget")["NotificationsWithSubscribers"].pop(0)


@mistake("N01", "a link that no stack makes")
def _(project: Project) -> None:
    del owner(project, "ApiIdLink")["ApiIdLink"]


@mistake("N02", "two stacks that wait for each other")
def _(project: Project) -> None:
    link = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/waymark/dev/api-id"}
    project.stacks["foundation"]["Parameters"]["ApiId"] = link


@mistake("N03", "two stacks make the same link")
def _(project: Project) -> None:
    resources = project.stacks["security"]["Resources"]
    resources["ApiIdLink"] = owner(project, "ApiIdLink")["ApiIdLink"]


@mistake("N04", "an export, which locks the stack")
def _(project: Project) -> None:
    project.stacks["foundation"]["Outputs"]["TableName"]["Export"] = {"Name": "table"}


@mistake("N05", "an environment sets a parameter that was renamed")
def _(project: Project) -> Project:
    dev = project.environments["dev"]
    changed = {**dev, "stacks": {**dev["stacks"], "api": {"LogRetention": 7}}}
    return replace(project, environments={**project.environments, "dev": changed})


@mistake("N06", "an environment that forgets a parameter without a default")
def _(project: Project) -> Project:
    prod = project.environments["prod"]
    changed = {**prod, "stacks": {**prod["stacks"], "frontend": {"DomainName": "waymark.example"}}}
    return replace(project, environments={**project.environments, "prod": changed})


@mistake("N08", "a parameter that was forgotten where it was meant")
def _(project: Project) -> None:
    project.stacks["security"]["Parameters"]["Countries"] = {"Type": "String", "Default": ""}
