"""How the classifier's and the detector's answers become labels."""

from rekognition_local import labels
from rekognition_local.detector import Box, Sighting
from rekognition_local.labels import Label
from rekognition_local.taxonomy import Taxonomy

from tests.infra.emulators.rekognition.fakes import CertainClassifier

TABBY, STRIPED, EGYPTIAN, LION, PALACE, BUBBLE, WHIPPET = 281, 282, 285, 291, 698, 971, 172


def join_labels(taxonomy: Taxonomy, chances: dict[int, float], **seen: float) -> dict[str, Label]:
    probabilities = CertainClassifier(chances).probabilities(None)  # type: ignore[arg-type]
    sightings = [Sighting(taxonomy.objects.index(name), score, Box(0.1, 0.1, 0.5, 0.5)) for name, score in seen.items()]
    return {label.name: label for label in labels.join(probabilities, sightings, taxonomy)}


def test_three_kinds_of_cat_make_one_sure_cat(taxonomy: Taxonomy) -> None:
    """Chances add up along the taxonomy."""
    found = join_labels(taxonomy, {TABBY: 0.2, STRIPED: 0.4, EGYPTIAN: 0.3})

    assert round(found["Cat"].confidence, 3) == 0.9
    assert round(found["Tabby"].confidence, 3) == 0.6
    assert {"Animal", "Mammal", "Pet"} <= found.keys()


def test_a_class_speaks_from_thirty_percent_on(taxonomy: Taxonomy) -> None:
    """Below that nothing is said, not even of its group."""
    assert "Palace" in join_labels(taxonomy, {PALACE: 0.30001})
    assert join_labels(taxonomy, {PALACE: 0.29}) == {}


def test_small_chances_of_many_animals_make_no_animal(taxonomy: Taxonomy) -> None:
    """A group alone needs sixty percent."""
    assert join_labels(taxonomy, dict.fromkeys(range(50), 0.01)) == {}
    assert "Animal" in join_labels(taxonomy, dict.fromkeys(range(70), 0.01))


def test_a_class_that_means_nothing_stays_silent(taxonomy: Taxonomy) -> None:
    """`bubble` is what the classifier says of blur."""
    assert join_labels(taxonomy, {BUBBLE: 0.9}) == {}


def test_a_person_is_the_detectors_word(taxonomy: Taxonomy) -> None:
    """ImageNet has no person; the find keeps its place."""
    person = join_labels(taxonomy, {}, Person=0.55)["Person"]

    assert person.confidence == 0.55
    assert person.sightings[0].box == Box(0.1, 0.1, 0.5, 0.5)


def test_a_lion_is_no_cat(taxonomy: Taxonomy) -> None:
    """Where the classifier is sure of an animal, the detector does not contradict it."""
    assert "Cat" not in join_labels(taxonomy, {LION: 0.9}, Cat=0.58)
    assert "Cat" in join_labels(taxonomy, {}, Cat=0.58)
    assert join_labels(taxonomy, {TABBY: 0.7}, Cat=0.58)["Cat"].sightings


def test_a_bowl_must_be_surer_than_a_car(taxonomy: Taxonomy) -> None:
    """Coins look like bowls to the detector."""
    assert join_labels(taxonomy, {}, Bowl=0.6) == {}
    assert set(join_labels(taxonomy, {}, Car=0.6)) == {"Car", "Vehicle", "Transportation"}


def test_the_surer_of_two_models_counts(taxonomy: Taxonomy) -> None:
    """A label and its parents take the higher confidence."""
    found = join_labels(taxonomy, {WHIPPET: 0.4}, Dog=0.7)

    assert found["Dog"].confidence == 0.7
    assert found["Animal"].confidence == 0.7
    assert round(found["Whippet"].confidence, 3) == 0.4
