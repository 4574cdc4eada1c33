"""The hosting stack sends the headers that the site on this machine sends."""

from typing import Any

import pytest

from infra import headers, templates

AWS = headers.Hosts(
    api="https://*.appsync-api.${DataRegion}.${AWS::URLSuffix}",
    realtime="wss://*.appsync-realtime-api.${DataRegion}.${AWS::URLSuffix}",
    accounts="https://cognito-idp.${DataRegion}.${AWS::URLSuffix}",
    chat="wss://edge.ivschat.${DataRegion}.${AWS::URLSuffix}",
    media="https://s3.${DataRegion}.${AWS::URLSuffix}",
    live="https://*.live-video.net https://*.webrtc.live-video.net:4443",
    maps="${MapOrigins}",
)
RESOURCES = templates.load_all()["frontend"]["Resources"]


def _policy(name: str) -> dict[str, Any]:
    return dict(RESOURCES[name]["Properties"]["ResponseHeadersPolicyConfig"])


@pytest.mark.parametrize(("name", "is_explorer"), [("SiteHeaders", False), ("ExplorerHeaders", True)])
def test_both_sites_send_one_policy(name: str, *, is_explorer: bool) -> None:
    """Word for word, but for the hosts."""
    written = _policy(name)["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]

    assert written == headers.content_security_policy(AWS, is_explorer=is_explorer)


@pytest.mark.parametrize("name", ["SiteHeaders", "ExplorerHeaders"])
def test_both_sites_send_the_other_guards(name: str) -> None:
    """AWS has a setting for each of the common ones."""
    policy = _policy(name)
    security = policy["SecurityHeadersConfig"]
    custom = {each["Header"]: each["Value"] for each in policy["CustomHeadersConfig"]["Items"]}
    sent = {
        "X-Content-Type-Options": "nosniff" if security["ContentTypeOptions"]["Override"] else "",
        "X-Frame-Options": security["FrameOptions"]["FrameOption"],
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        **custom,
    }

    assert sent == headers.GUARDS


def test_the_explorer_alone_may_write_styles() -> None:
    """Its behaviour names its policy, the default one that of all other pages; what is no page has it, too."""
    configuration = RESOURCES["Distribution"]["Properties"]["DistributionConfig"]
    chosen = {each["PathPattern"]: each["ResponseHeadersPolicyId"]["Ref"] for each in configuration["CacheBehaviors"]}

    assert chosen == {headers.EXPLORER: "ExplorerHeaders", "/media/*": "SiteHeaders"}
    assert configuration["DefaultCacheBehavior"]["ResponseHeadersPolicyId"] == {"Ref": "SiteHeaders"}


def test_no_page_runs_inline_scripts() -> None:
    """Neither inline nor evaluated, anywhere."""
    for is_explorer in (False, True):
        scripts = headers.content_security_policy(AWS, is_explorer=is_explorer).split("script-src ")[1].split(";")[0]
        assert scripts == "'self'"
