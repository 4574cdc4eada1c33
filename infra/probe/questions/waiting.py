"""What takes minutes to see: a token that ends."""

import base64
import json
import time
from typing import Any, Final

from infra.probe.bench import Bench
from infra.probe.question import Answer, question
from infra.probe.questions.requests import describe_reply

PASSWORD: Final = "Throw-away-1"  # noqa: S105 (of an account that is deleted minutes later)


@question("expiry_text", "What is a token answered that has ended?", switch="expiry_text")
def _(bench: Bench) -> Answer:
    token = _sign_in(bench)
    ends = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))["exp"]
    fresh = bench.ask("{ note { tag } }", {"Authorization": token})
    if fresh.error:
        return Answer(f"a good token is refused: {describe_reply(fresh)}")
    time.sleep(max(0.0, ends + 2 - time.time()))
    reply = bench.ask("{ note { tag } }", {"Authorization": token})
    text = reply.error.get("message")
    return Answer(describe_reply(reply), text if text in {"Token has expired.", "Token expired"} else None)


def _sign_in(bench: Bench) -> str:
    """Return a person's token, which ends after a few minutes."""
    cognito: Any = bench.clients("cognito-idp", bench.region)
    who = {"UserPoolId": bench.outputs["Pool"], "Username": "probe"}
    cognito.admin_create_user(**who, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**who, Password=PASSWORD, Permanent=True)
    answer = cognito.admin_initiate_auth(
        UserPoolId=bench.outputs["Pool"],
        ClientId=bench.outputs["PoolClient"],
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "probe", "PASSWORD": PASSWORD},
    )
    return str(answer["AuthenticationResult"]["AccessToken"])
