"""Rotates the key that signs access to media, in two runs: the edge trusts the next key first, then it signs."""

from collections.abc import Callable
from typing import Any

from infra.deploy import account, confirm, formation
from infra.deploy.confirm import Answers
from infra.deploy.environment import Environment
from infra.deploy.errors import DeployError
from infra.deploy.media_key import begin_rotation, finish_rotation, is_rotating, remove_unused_keys

Say = Callable[[str], None]

_PARAMETER = "MediaPublicKeys"


def rotate_media_key(
    environment: Environment, answers: Answers, say: Say, clients: account.Clients = account.clients
) -> None:
    """Take the next step of a rotation; raises `DeployError` where the environment has no site."""
    caller = account.identify(environment, clients)
    edge: Any = clients("cloudformation", environment.region_of("frontend"))
    name = environment.stack_name("frontend")
    stack = account.call_aws(lambda: formation.describe_stack(edge, name))
    if stack is None:
        raise DeployError(f"{environment.name} has no site, and so no key that signs access to media.")
    word = confirm.word_for(environment.name, answers)
    confirm.require(answers, f"Rotate the media key of {environment.name}, account {caller.account}?", word)
    if account.call_aws(lambda: is_rotating(environment, clients)):
        account.call_aws(lambda: finish_rotation(environment, clients, say))
        return
    key = account.call_aws(lambda: begin_rotation(environment, clients, say))
    account.call_aws(lambda: _trust(edge, stack, key.public_keys))
    account.call_aws(lambda: remove_unused_keys(environment, clients, key.public_keys))
    say("The key group trusts it. Run this again in ten minutes, when every edge does, and it signs.")


def _trust(edge: Any, stack: formation.Stack, public_keys: list[str]) -> None:
    """Give the key group its keys, and wait until it has them."""
    kept = [
        {"ParameterKey": each, "UsePreviousValue": True} for each in formation.parameters(stack) if each != _PARAMETER
    ]
    changed = {"ParameterKey": _PARAMETER, "ParameterValue": ",".join(public_keys)}
    edge.update_stack(StackName=stack["StackName"], UsePreviousTemplate=True, Parameters=[*kept, changed])
    edge.get_waiter("stack_update_complete").wait(StackName=stack["StackName"])
