"""The labels that can be answered: their names, parents and categories, read from `taxonomy.yaml`."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

SOURCE = Path(__file__).with_suffix(".yaml")
FALLBACK_CATEGORY = "Everyday Objects"


@dataclass(frozen=True)
class Taxonomy:
    """A directed graph of labels; a label without an entry in `parents` stands alone."""

    parents: dict[str, tuple[str, ...]]
    categories: dict[str, str]
    classes: tuple[str | None, ...]
    objects: tuple[str, ...]
    trusted: frozenset[str]

    def ancestors(self, name: str) -> list[str]:
        """Return every label above `name`, each once, sorted by name as Rekognition answers them."""
        above: set[str] = set()
        waiting = list(self.parents.get(name, ()))
        while waiting:
            parent = waiting.pop()
            if parent not in above:
                above.add(parent)
                waiting.extend(self.parents.get(parent, ()))
        return sorted(above)

    def category(self, name: str) -> str:
        """Return the one category of `name`: its own, else its first parent's."""
        if name in self.categories:
            return self.categories[name]
        parents = self.parents.get(name)
        return self.category(parents[0]) if parents else FALLBACK_CATEGORY

    @cached_property
    def lineages(self) -> tuple[tuple[str, ...], ...]:
        """For each class of the classifier, its label and all labels above; empty for a silent class."""
        return tuple((name, *self.ancestors(name)) if name else () for name in self.classes)

    @property
    def names(self) -> frozenset[str]:
        """Every label that can be answered."""
        return frozenset([*filter(None, self.classes), *self.objects, *self.categories, *self.parents])


def read(class_names: Path, source: Path = SOURCE) -> Taxonomy:
    """Return the taxonomy over the class names of the classifier (a JSON list of 1000 strings)."""
    content = yaml.safe_load(source.read_text())
    raw = json.loads(class_names.read_text())
    silent, renamed = set(content["silent"]), content["names"]
    names = [renamed.get(number, clean_class_name(name)) for number, name in enumerate(raw)]
    groups: dict[str, dict[str, Any]] = content["groups"]
    return Taxonomy(
        parents=_map_parents(groups, names),
        categories={name: group["category"] for name, group in groups.items() if "category" in group},
        classes=tuple(None if number in silent else name for number, name in enumerate(names)),
        objects=tuple(content["objects"]),
        trusted=frozenset(content["trusted"]),
    )


def clean_class_name(name: str) -> str:
    """Turn `kite (bird of prey)` or `product packet / packaging` into a label: short, in title case."""
    short = re.split(r" \(| / |, ", name)[0]
    return " ".join(word[:1].upper() + word[1:] for word in short.split())


def numbers(ranges: str) -> Iterable[int]:
    """Yield the numbers of `3 7-9`: 3, 7, 8, 9."""
    for part in ranges.split():
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _map_parents(groups: dict[str, dict[str, Any]], names: list[str]) -> dict[str, tuple[str, ...]]:
    parents: dict[str, list[str]] = {name: list(group.get("in", ())) for name, group in groups.items()}
    for group_name, group in groups.items():
        members = [names[number] for number in numbers(group.get("classes", ""))]
        for member in [*members, *group.get("also", ())]:
            above = parents.setdefault(member, [])
            if group_name not in above and group_name != member:
                above.append(group_name)
    return {name: tuple(above) for name, above in parents.items()}
