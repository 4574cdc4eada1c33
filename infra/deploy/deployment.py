"""A whole environment deployed: its stacks in the order that their links demand, then the site's files."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from infra import templates
from infra.deploy import account, advice, confirm, formation, migration, sam, site, withdrawal
from infra.deploy.confirm import Answers
from infra.deploy.environment import Environment
from infra.deploy.errors import DeployError
from infra.deploy.media_key import prepare_media_key
from infra.deploy.sam import Means, Run
from infra.deploy.service_roles import make_service_roles

Say = Callable[[str], None]

DAY_SECONDS: Final = 86_400
# Stacks that hold what cannot be made again, and the network that it is in; CloudFormation itself refuses to delete
# them by mistake.
PROTECTED: Final = frozenset({"foundation", "network", "database"})
# The pipeline and the roles it acts by: a person deploys them, or a push could widen its own rights.
BY_HAND: Final = frozenset({"deployer", "delivery"})


@dataclass(frozen=True)
class Deployment:
    """The stacks of an environment, and the means to bring them up to date."""

    environment: Environment
    answers: Answers
    say: Say
    clients: account.Clients = account.clients
    run: Run = sam.run
    means: Means = field(default_factory=Means.from_environment)
    folder: Path = templates.COMPOSED
    dist: Path = site.DIST
    _media: dict[str, str] = field(default_factory=dict)

    def deploy(self, only: Sequence[str] = ()) -> None:
        """Deploy all stacks, or only some; raises `DeployError`, and what was deployed before stays."""
        stacks = choose_stacks(self.environment, templates.load_all(self.folder), only)
        caller = account.identify(self.environment, self.clients)
        account.call_aws(lambda: self._require_ready(stacks))
        where = f"{self.environment.name} in {self.environment.region}, account {caller.account}"
        self.say(f"{where}: {', '.join(stacks)}")
        word = confirm.word_for(self.environment.name, self.answers)
        if self.answers.given or not self.answers.terminal or word != confirm.YES:
            confirm.require(self.answers, f"Deploy to {where}?", word)
        account.call_aws(lambda: make_service_roles(self.clients("iam", self.environment.region), stacks, self.say))
        account.call_aws(lambda: self._prepare_media(stacks))
        account.call_aws(lambda: self._withdraw_fields(stacks))
        for stack, body in stacks.items():
            account.call_aws(lambda stack=stack, body=body: self._deploy(stack, body, self.folder))  # type: ignore[misc]
        if {"frontend", "api"} & set(stacks) and "frontend" in self.environment.stacks:
            account.call_aws(self._publish)

    def _require_ready(self, stacks: Mapping[str, Any]) -> None:
        """Raise `DeployError` where a stack is stuck, or reads a link that nothing makes before it."""
        made: set[str] = set()
        for stack, body in stacks.items():
            found = formation.describe_stack(self._formation(stack), self.environment.stack_name(stack))
            destroy = f"make destroy ENV={self.environment.name} STACKS={stack}"
            formation.require_deployable(found, self.environment.region_of(stack), destroy)
            wanted = set(templates.list_consumed_links(body, self.environment.name).values()) - made
            self._require_links(stack, sorted(wanted))
            made |= set(templates.list_produced_links(body, self.environment.name))

    def _require_links(self, stack: str, links: list[str]) -> None:
        ssm = self.clients("ssm", self.environment.region_of(stack))
        # get_parameters takes ten names at a time.
        missing = [
            name
            for start in range(0, len(links), 10)
            for name in ssm.get_parameters(Names=links[start : start + 10])["InvalidParameters"]
        ]
        if missing:
            makers = _makers_of(templates.load_all(self.folder), self.environment.name, missing)
            raise DeployError(
                f"{stack} reads {', '.join(missing)}, which is not there. Deploy what makes it first: "
                f"`make deploy ENV={self.environment.name} STACKS={','.join(makers)}`."
            )

    def _prepare_media(self, stacks: Mapping[str, Any]) -> None:
        """Have a key that signs access to media, where the environment has a site that serves it."""
        if "frontend" in self.environment.stacks and {"frontend", "video"} & set(stacks):
            key = prepare_media_key(self.environment, self.clients, self.say)
            self._media.update(MediaKeySecretArn=key.secret_arn, MediaPublicKeys=",".join(key.public_keys))

    def _withdraw_fields(self, stacks: Mapping[str, templates.Body]) -> None:
        """Take resolvers away whose fields leave their stack, before another stack removes or takes over the field."""
        bodies = templates.load_all(self.folder)
        products = {
            stack: bodies[stack] for stack in templates.product_stacks(bodies) if stack in self.environment.stacks
        }
        if not {"api", *products} & {*stacks}:
            return
        narrowed = withdrawal.narrow(products, {stack: self._get_deployed_template(stack) for stack in products})
        if left := sorted({*narrowed} - {*stacks}):
            raise DeployError(
                f"{', '.join(left)} still answers fields that this deploy removes or moves. Deploy it as well: "
                f"`make deploy ENV={self.environment.name} STACKS={','.join([*stacks, *left])}`."
            )
        folder = templates.write_composed(narrowed, self.folder.with_name("withdrawal"))
        for stack, body in narrowed.items():
            self.say(f"{stack}: takes fields away, before the stack that removes them")
            self._deploy(stack, body, folder)

    def _deploy(self, stack: str, body: Mapping[str, Any], folder: Path) -> None:
        self.say(f"{stack}: its change set")
        name, formation_client = self.environment.stack_name(stack), self._formation(stack)
        parameters = self._parameters(stack, body, formation.describe_stack(formation_client, name))
        template = folder / f"{stack}.yaml"
        asks = self.answers.asks
        code, said = self.run(sam.command(self.environment, stack, template, parameters, self.means, asks=asks))
        if code:
            failed = formation.failure_reasons(formation_client, name)
            problem = "\n  ".join([f"{stack} was not deployed; every other stack is as it was.", *failed])
            raise DeployError(advice.add_next_steps(problem, "\n".join([said, *failed])))
        if asks and formation.discard_declined_change_set(formation_client, name):
            raise DeployError(f"{stack} was left as it is. What was deployed before it stays.")
        if stack in PROTECTED:
            formation_client.update_termination_protection(StackName=name, EnableTerminationProtection=True)
        self.say(f"{stack}: deployed")
        if migration.has_database(body):
            migration.migrate(formation_client, self.clients("lambda", self.environment.region), name, self.say)

    def _get_deployed_template(self, stack: str) -> templates.Body | None:
        return formation.template(self._formation(stack), self.environment.stack_name(stack))

    def _parameters(self, stack: str, body: Mapping[str, Any], found: formation.Stack | None) -> dict[str, str]:
        """Return what a stack is told: the links' names here, what its environment says, what only a deploy knows."""
        links = templates.list_consumed_links(body, self.environment.name)
        before = formation.parameters(found)
        known = {
            "Environment": self.environment.name,
            "DataRegion": self.environment.region,
            "ApiKeyExpires": guest_key_end(before, time.time()),
            **self._media,
            **self._name_media_bucket(body),
            # A person's deploy leaves the boundary that the pipeline set.
            "RoleBoundary": self.means.role_boundary or before.get("RoleBoundary", ""),
        }
        own = {name: value for name, value in known.items() if name in body["Parameters"]}
        return {**links, **own, **self.environment.stacks[stack]}

    def _name_media_bucket(self, body: Mapping[str, Any]) -> dict[str, str]:
        """Return the media bucket for a stack that may be in another region, where no link leads."""
        if "MediaBucketName" not in body["Parameters"]:
            return {}
        found = formation.describe_stack(self._formation("foundation"), self.environment.stack_name("foundation"))
        return {"MediaBucketName": formation.outputs(found)["MediaBucketName"]}

    def _publish(self) -> None:
        site.publish(self.environment, self.clients, self.say, self.dist)

    def _formation(self, stack: str) -> Any:
        return self.clients("cloudformation", self.environment.region_of(stack))


def choose_stacks(environment: Environment, bodies: Mapping[str, Any], only: Iterable[str]) -> dict[str, Any]:
    """Return the environment's stacks in their order, or those of `only`; raises `DeployError` for unknown names.

    What is deployed by hand is among them only where it is named.
    """
    unknown = sorted(set(only) - set(environment.stacks))
    if unknown:
        known = ", ".join(environment.stacks)
        raise DeployError(f"{environment.name} has no stack {', '.join(unknown)}. It has {known}.")
    wanted = set(only) or set(environment.stacks) - BY_HAND
    return {stack: bodies[stack] for stack in templates.deploy_order(bodies) if stack in wanted}


def guest_key_end(parameters: Mapping[str, str], now: float) -> str:
    """Return when the guests' API key ends: as it was while a month is left, else 360 days ahead (epoch seconds)."""
    kept = int(parameters.get("ApiKeyExpires", 0))
    return str(kept if kept > now + 30 * DAY_SECONDS else int(now) + 360 * DAY_SECONDS)


def _makers_of(bodies: Mapping[str, Any], environment: str, links: Iterable[str]) -> list[str]:
    made = {link: stack for stack, body in bodies.items() for link in templates.list_produced_links(body, environment)}
    return sorted({made.get(link, "?") for link in links})
