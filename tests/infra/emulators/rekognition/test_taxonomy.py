"""The names, parents and categories of all labels."""

from rekognition_local.taxonomy import Taxonomy, clean_class_name, numbers


def test_every_class_has_a_readable_name(taxonomy: Taxonomy) -> None:
    """No brackets, slashes or lists are left; only classes that mean nothing are silent."""
    names = [name for name in taxonomy.classes if name]

    assert len(taxonomy.classes) == 1000
    assert len(names) == 997
    assert [name for name in names if set(name) & set("(/,") or not name[0].isupper()] == []


def test_every_object_of_the_detector_has_a_name_of_its_own(taxonomy: Taxonomy) -> None:
    """COCO has 80 of them, and those that are trusted are among them."""
    assert len(set(taxonomy.objects)) == 80
    assert taxonomy.trusted <= set(taxonomy.objects)


def test_parents_lead_up_and_never_round(taxonomy: Taxonomy) -> None:
    """No label stands above itself."""
    assert [name for name in taxonomy.names if name in taxonomy.ancestors(name)] == []


def test_scenes_are_landscapes_outdoors_in_nature(taxonomy: Taxonomy) -> None:
    """A travel photo finds its way to the coarse labels."""
    for scene in ("Valley", "Beach", "Mountain", "Lakeshore", "Volcano", "Cliff", "Promontory"):
        assert {"Landscape", "Nature", "Outdoors"} <= set(taxonomy.ancestors(scene))
        assert taxonomy.category(scene) == "Nature and Outdoors"


def test_a_breed_is_a_dog_a_pet_and_a_mammal(taxonomy: Taxonomy) -> None:
    """All 118 breeds of ImageNet stand under one name."""
    breeds = [name for name in taxonomy.classes if name and "Dog" in taxonomy.ancestors(name)]

    assert len(breeds) == 118
    assert set(taxonomy.ancestors("Whippet")) == {"Animal", "Dog", "Mammal", "Pet"}


def test_a_thing_without_a_group_is_an_everyday_object(taxonomy: Taxonomy) -> None:
    """Every label has a category."""
    assert taxonomy.category("Hourglass") == "Everyday Objects"
    assert taxonomy.ancestors("Hourglass") == []


def test_names_and_ranges_are_read_as_written() -> None:
    """The small languages of the data file."""
    assert clean_class_name("kite (bird of prey)") == "Kite"
    assert clean_class_name("product packet / packaging") == "Product Packet"
    assert clean_class_name("American bullfrog") == "American Bullfrog"
    assert list(numbers("3 7-9")) == [3, 7, 8, 9]
