"""Access to one folder of media at the site's own origin, as viewers get it."""

from pydantic import Field

from resolvers.core.model import Model, Moment


class MediaCookie(Model):
    """A cookie that CloudFront reads."""

    name: str = Field(description="The name of the cookie.")
    value: str = Field(description="The value, as it is sent.")


class MediaGrant(Model):
    """Access to all files of one folder for a limited time, by cookies or by a query."""

    path: str = Field(
        description="The path of the folder on the site, such as `/media/9f86d081884c7d65/1/`. Set the cookies for "
        "this path only."
    )
    cookies: list[MediaCookie] = Field(
        description="The cookies for requests to the folder. Set them until `expiresAt`, with `SameSite=Strict` and "
        "`Secure`; a file's URL then works without its query."
    )
    query: str = Field(description="What to append to the URL of each file in the folder where no cookies are sent.")
    expires_at: Moment = Field(description="When the access ends.")
