"""What a picture shows: the classifier's and the detector's answers joined into labels."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rekognition_local.detector import Sighting
from rekognition_local.taxonomy import Taxonomy

CLASS_THRESHOLD = 0.30
GROUP_THRESHOLD = 0.60
OBJECT_THRESHOLD = 0.65


@dataclass
class Label:
    """A name, a confidence from 0 to 1 and the places where the detector saw it."""

    name: str
    confidence: float
    sightings: list[Sighting] = field(default_factory=list)


def join(probabilities: NDArray[np.float32], sightings: list[Sighting], taxonomy: Taxonomy) -> list[Label]:
    """Return labels, surest first, each with all labels above it.

    The classifier's probabilities are added up the taxonomy: three kinds of cat make one sure `Cat`.
    A class speaks from .30 on. A group alone speaks from .60 on, because small chances of many animals
    add up to an `Animal` in any picture that the classifier does not know.
    """
    masses = _masses(probabilities, taxonomy)
    labels: dict[str, Label] = {}
    leaves = set(filter(None, taxonomy.classes))
    for name, mass in masses.items():
        if mass >= (CLASS_THRESHOLD if name in leaves else GROUP_THRESHOLD):
            for each in (name, *taxonomy.ancestors(name)):
                labels[each] = Label(each, min(1.0, masses[each]))
    for sighting in sightings:
        if _is_believable(sighting, masses, taxonomy):
            _add(labels, sighting, taxonomy)
    return sorted(labels.values(), key=lambda label: (-label.confidence, label.name))


def _masses(probabilities: NDArray[np.float32], taxonomy: Taxonomy) -> dict[str, float]:
    masses: dict[str, float] = {}
    for probability, lineage in zip(probabilities.tolist(), taxonomy.lineages, strict=True):
        for name in lineage:
            masses[name] = masses.get(name, 0.0) + probability
    return masses


def _is_believable(sighting: Sighting, masses: dict[str, float], taxonomy: Taxonomy) -> bool:
    """The detector knows ten animals and takes a lion for a cat: there the classifier has the last word."""
    name = taxonomy.objects[sighting.number]
    if name not in taxonomy.trusted:
        return sighting.score >= OBJECT_THRESHOLD
    disputed = "Animal" in taxonomy.ancestors(name) and masses.get("Animal", 0.0) >= GROUP_THRESHOLD
    return not disputed or masses.get(name, 0.0) >= CLASS_THRESHOLD


def _add(labels: dict[str, Label], sighting: Sighting, taxonomy: Taxonomy) -> None:
    name = taxonomy.objects[sighting.number]
    for each in (name, *taxonomy.ancestors(name)):
        label = labels.setdefault(each, Label(each, sighting.score))
        label.confidence = max(label.confidence, sighting.score)
    labels[name].sightings.append(sighting)
