"""Which operation of a REST service a method and a path name, by the URI templates of its model."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote

from botocore.model import OperationModel, ServiceModel

_LABEL = re.compile(r"\{(\w+)(\+?)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """An operation's method, path and the query parameters that its template demands."""

    operation: str
    method: str
    path: re.Pattern[str]
    labels: tuple[str, ...]
    query: Mapping[str, list[str]]
    literal_length: int

    def match(self, method: str, path: str, query: Mapping[str, list[str]]) -> dict[str, str] | None:
        """Return the decoded labels of a request's path, or None if the request is for another operation."""
        found = self.path.fullmatch(path) if method == self.method else None
        if found is None or any(query.get(name) != values for name, values in self.query.items()):
            return None
        return {name: unquote(text) for name, text in zip(self.labels, found.groups(), strict=True)}


def build_routes(model: ServiceModel) -> list[Route]:
    """Return the routes of a service, the most specific first."""
    routes = [_build_route(model.operation_model(name)) for name in model.operation_names]
    return sorted(routes, key=lambda route: (-len(route.query), -route.literal_length, len(route.labels)))


def _build_route(operation: OperationModel) -> Route:
    path, _, query = operation.http["requestUri"].partition("?")
    literals = _LABEL.split(path)[::3]
    labels = _LABEL.findall(path)
    groups = ["(.+)" if greedy else "([^/]+)" for _, greedy in labels]
    pattern = "".join(re.escape(literal) + group for literal, group in zip(literals, [*groups, ""], strict=True))
    return Route(
        operation=operation.name,
        method=operation.http["method"],
        path=re.compile(pattern.rstrip("/") + "/?"),
        labels=tuple(name for name, _ in labels),
        query=parse_qs(query, keep_blank_values=True),
        literal_length=sum(map(len, literals)),
    )
