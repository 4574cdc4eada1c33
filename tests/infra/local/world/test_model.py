"""The demo world is whole, credited and worth reading; a broken file says what is wrong with it."""

import io
from pathlib import Path

import pytest
from PIL import Image
from pydantic import ValidationError

from infra.local import world
from infra.local.world import model

NOTICE = Path("NOTICE")


@pytest.fixture(scope="module")
def whole() -> model.World:
    return model.read()


def test_the_world_has_people_and_articles_in_every_state(whole: model.World) -> None:
    """So that each part of the site has something to show from the first minute."""
    states = {(article.state, article.visibility) for article in whole.articles}

    assert len(whole.people) >= 3
    assert len([article for article in whole.articles if article.pins]) >= 12
    assert states == {
        ("PUBLISHED", "PUBLIC"),
        ("PUBLISHED", "FOLLOWERS"),
        ("PUBLISHED", "PRIVATE"),
        ("DRAFT", "PUBLIC"),
    }


def test_the_pins_stand_on_both_hemispheres_of_both_axes(whole: model.World) -> None:
    """A swapped sign or a swapped pair would be seen on the map."""
    places = [pin.at for article in whole.articles for pin in article.pins]

    quadrants = {(latitude > 0, longitude > 0) for latitude, longitude in places}

    assert quadrants >= {(True, True), (True, False), (False, True), (False, False)}


def test_the_world_sells_every_type_of_product_and_one_that_is_sold_out(whole: model.World) -> None:
    """In currencies with two decimals, with three and with none."""
    products = [product for article in whole.articles for product in article.products]

    assert {product.type for product in products} == {"PRINT", "BOOK", "WALK"}
    assert {product.currency for product in products} >= {"EUR", "JOD", "JPY"}
    assert 0 in {offer.stock for product in products for offer in product.variants}


def test_a_product_is_made_from_what_its_article_has() -> None:
    print_of_nothing = {"type": "PRINT", "title": "x", "description": "", "currency": "EUR", "photo": "petra"}
    offer = {"name": "A4", "price": 1, "stock": 1}

    with pytest.raises(ValidationError, match="does not have"):
        model.Article.model_validate(
            {
                "slug": "x",
                "author": "ada",
                "title": "x",
                "body": "x",
                "products": [print_of_nothing | {"variants": [offer]}],
            }
        )


def test_every_photo_is_credited(whole: model.World) -> None:
    """NOTICE names each file, and no file that is not there."""
    files = {path.name for path in (model.HERE / "photos").iterdir()}

    credited = {
        word for word in NOTICE.read_text(encoding="utf-8").split() if word.endswith(".jpg") and "/" not in word
    }

    assert files <= credited
    assert {picture.file for article in whole.articles for picture in article.photos} <= {Path(n).stem for n in files}


def test_the_photos_are_small_and_tell_nothing_of_a_camera(whole: model.World) -> None:
    """At most 2,000 pixels, upright, without EXIF: what is in the repository is public."""
    for article in whole.articles:
        for picture in article.photos:
            with Image.open(io.BytesIO(model.photo(picture.file))) as opened:
                assert max(opened.size) <= 2000
                assert not opened.getexif()


def test_every_photo_is_described_for_those_who_cannot_see_it(whole: model.World) -> None:
    """A caption is not an alternative text."""
    for article in whole.articles:
        for picture in article.photos:
            assert len(picture.alt) > 20
            assert picture.alt != picture.caption


def test_the_accounts_are_those_of_the_people(whole: model.World) -> None:
    """What `make run` prints is what opens the door."""
    first = world.demo_accounts()[0]

    assert first == {"label": whole.people[0].name, "email": whole.people[0].email, "password": whole.password}


def test_an_article_is_its_front_matter_and_its_text(tmp_path: Path) -> None:
    """The slug is the file's name."""
    path = tmp_path / "01-here.md"
    path.write_text("---\nauthor: ada\ntitle: Here\ntags: [a, b]\n---\nOne.\n\n---\n\nTwo.\n", encoding="utf-8")

    article = model.article(path)

    assert (article.slug, article.title, article.tags) == ("01-here", "Here", ["a", "b"])
    assert article.body == "One.\n\n---\n\nTwo."


def test_a_misspelt_key_is_named(tmp_path: Path) -> None:
    """Nothing is silently left out."""
    path = tmp_path / "01-here.md"
    path.write_text("---\nauthor: ada\ntitle: Here\ntgas: [a]\n---\nOne.\n", encoding="utf-8")

    with pytest.raises(ValidationError, match="tgas"):
        model.article(path)


def test_a_stranger_is_named(whole: model.World) -> None:
    """Everybody who likes, follows or writes is in people.yaml."""
    known = whole.model_dump()
    known["articles"][0]["comments"][0]["replies"][0]["likes"].append("zoe")

    with pytest.raises(ValidationError, match="zoe"):
        model.World.model_validate(known)
