"""Why CloudFront refuses a request, and the XML that says so."""

from typing import Final

FORBIDDEN: Final = 403
XML: Final = "text/xml"


class Refused(Exception):  # noqa: N818 - as CloudFront says it
    """A request that may not pass: the code and the message of CloudFront's answer."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def write_xml(self) -> str:
        """Return the body of the answer."""
        inner = f"<Code>{self.code}</Code><Message>{self.message}</Message>"
        return f'<?xml version="1.0" encoding="UTF-8"?><Error>{inner}</Error>'


def deny_access() -> Refused:
    """Return the refusal that gives no reason."""
    return Refused("AccessDenied", "Access denied")
