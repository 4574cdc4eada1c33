"""The demo world and the story, on the running system."""

import asyncio

import aiohttp
import pytest

from infra.local.world import account, airing, chatting, loader, model, operations, running, story
from infra.local.world.api import guest, member, nodes
from infra.local.world.listener import MissedError, subscribe
from infra.local.world.running import Running
from tests.stack import Stack

pytestmark = pytest.mark.emulator

FEED = """
{ feed(first: 100) { edges { node {
  title author { handle } counts { likes comments photos pins }
  photos { edges { node { state caption labels { name } } } }
} } } }
"""
SHOP = """
{ products(first: 100) { edges { node {
  title type seller { handle } photo { caption } pin { placeName } post { title }
  variants { name price { amount currency } availability startsAt zone }
} } } }
"""
VIDEOS = """
{ videos(first: 100) { edges { node {
  title width height playback { manifest } chapters { title } pins { edges { node { placeName } } }
} } } }
"""
CAPTIONS = "{ videos(first: 100) { edges { node { title captions { url } } } } }"
DRAFT = 'mutation { createPost(input: {title: "Not yet"}) { post { id } } }'


@pytest.fixture(scope="module")
def system(stack: Stack) -> Running:
    return running.read(stack.system.config)


@pytest.fixture(scope="module")
def load_lines(system: Running) -> list[str]:
    """Return the lines that the first load says."""
    lines: list[str] = []
    asyncio.run(loader.load(model.read(), system, lines.append))
    return lines


@pytest.mark.usefixtures("load_lines")
async def test_the_demo_world_is_there_as_it_is_written(system: Running) -> None:
    """Every public article with its likes, comments, pins, and photos that are live."""
    public = {article.title: article for article in model.read().articles if _is_public(article)}

    async with aiohttp.ClientSession() as http:
        feed = (await guest(system, http).execute(FEED))["feed"]

    found = {post["title"]: post for post in nodes(feed)}
    assert found.keys() >= public.keys()
    for title, article in public.items():
        post = found[title]
        assert post["author"]["handle"] == article.author
        assert post["counts"] == {
            "likes": len(article.likes),
            "comments": sum(remark.count() for remark in article.comments),
            "photos": len(article.photos),
            "pins": len(article.pins),
        }
        photos = nodes(post["photos"])
        assert [photo["caption"] for photo in photos] == [picture.caption for picture in article.photos]
        assert {photo["state"] for photo in photos} == {"LIVE"}


@pytest.mark.usefixtures("load_lines")
async def test_the_demo_worlds_products_are_on_sale(system: Running) -> None:
    """Each with its article, its photo and its place, and with every variant at its price."""
    articles = [article for article in model.read().articles if article.products]

    async with aiohttp.ClientSession() as http:
        shop = (await guest(system, http).execute(SHOP))["products"]

    found = {product["title"]: product for product in nodes(shop)}
    for article in articles:
        captions = {picture.file: picture.caption for picture in article.photos}
        for product in article.products:
            shown = found[product.title]
            assert (shown["type"], shown["seller"]["handle"]) == (product.type, article.author)
            assert shown["post"]["title"] == article.title
            assert (shown["photo"] or {}).get("caption") == captions.get(product.photo or "")
            assert (shown["pin"] or {}).get("placeName") == product.place
            prices = [(each["name"], each["price"]["amount"], each["price"]["currency"]) for each in shown["variants"]]
            assert prices == [(each.name, each.price, product.currency) for each in product.variants]


@pytest.mark.usefixtures("load_lines")
async def test_the_demo_worlds_videos_can_be_watched(system: Running) -> None:
    """Each upright in its own size, with a playlist, chapters and a place."""
    async with aiohttp.ClientSession() as http:
        found = {each["title"]: each for each in nodes((await guest(system, http).execute(VIDEOS))["videos"])}

    for video in model.read().videos:
        shown = found[video.title]
        assert (shown["width"], shown["height"]) == (video.clip.width, video.clip.height)
        assert shown["playback"]["manifest"]
        assert [each["title"] for each in shown["chapters"]] == [each.title for each in video.chapters]
        assert [each["placeName"] for each in nodes(shown["pins"])] == [each.place for each in video.pins]


async def test_what_is_said_in_a_video_is_written_under_it(system: Running, load_lines: list[str]) -> None:
    """The captions come after the video is live; they have the words that the voice said."""
    assert "without ffmpeg there are no videos" not in load_lines
    (spoken,) = [video for video in model.read().videos if video.clip.speech]
    async with aiohttp.ClientSession() as http:
        visitor = guest(system, http)

        async def read_captions() -> list[dict[str, str]]:
            found = {each["title"]: each for each in nodes((await visitor.execute(CAPTIONS))["videos"])}
            return list(found[spoken.title]["captions"])

        (captions,) = await airing.poll(read_captions, bool, "captions")
        written = await visitor.read(captions["url"])

    said = {word.strip(".").lower() for word in spoken.clip.speech.split()}
    heard = {word.strip(".,").lower() for word in written.split()}
    assert len(said & heard) >= 0.8 * len(said)


async def test_the_demo_worlds_livestream_can_be_replayed(system: Running, load_lines: list[str]) -> None:
    """It is over, liked, and as long as what was sent; beside it is what two people said, in its order."""
    (broadcast,) = model.read().broadcasts
    assert [line for line in load_lines if "no livestreams" in line or "no replay" in line] == []
    password = model.read().password
    (author,) = [each for each in model.read().people if each.handle == broadcast.author]
    token = await asyncio.to_thread(account.obtain_token, system, author.email, password)

    async with aiohttp.ClientSession() as http:
        owner = member(system, http, token)
        own = nodes((await owner.execute(operations.OWN_STREAMS))["viewer"]["streams"])
        (shown,) = [each for each in own if each["title"] == broadcast.title]
        said = await chatting.read_texts(guest(system, http), shown["id"])

    assert said == [line.text for line in broadcast.chat]
    assert len({line.by for line in broadcast.chat}) == 2
    assert (shown["state"], shown["counts"]["likes"]) == ("ENDED", len(broadcast.likes))
    assert shown["replay"]["seconds"] >= broadcast.clip.seconds / 2


@pytest.mark.usefixtures("load_lines")
async def test_a_second_load_changes_nothing(system: Running) -> None:
    """It looks, finds everything, and has nothing to say of articles and videos."""
    lines: list[str] = []

    await loader.load(model.read(), system, lines.append)

    assert [line for line in lines if "“" in line] == []


async def test_the_story_happens(system: Running, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever does not happen in time raises; what happens is told in order."""
    await story.play(system, story.Stage())

    told = capsys.readouterr().out
    steps = [told.index(f"{step:<9} done") for step in story.STEPS]
    assert steps == sorted(steps)
    assert "AI sees: " in told
    assert "is told by his cart: PRICE_CHANGED" in told
    assert told.index("his card is declined") < told.index("onOrder  PAID WAITING") < told.index("Nora  ships it")
    assert "reads in his order: 3400 EUR in minor units go back" in told
    assert "eventsSince" in told
    assert told.index("ENCODED   running") < told.index("plays it: 360x640, 6.0 s")
    assert told.index("onStream  LIVE") < told.index("watches: ") < told.index("onStream  ENDED")
    assert told.index("Nora  ends it") < told.index("plays the replay: ")


async def test_a_strangers_draft_cannot_be_listened_to(system: Running) -> None:
    """The listener says so instead of waiting for ever."""
    async with aiohttp.ClientSession() as http:
        nora = await asyncio.to_thread(account.obtain_token, system, "nora-draft@waymark.example", "Story-teller-1")
        omar = await asyncio.to_thread(account.obtain_token, system, "omar-draft@waymark.example", "Story-teller-1")
        draft = (await member(system, http, nora).execute(DRAFT))["createPost"]["post"]["id"]

    with pytest.raises(MissedError, match="onComment"):
        async with subscribe(system, omar, {"onComment": operations.ON_COMMENT}, draft, lambda _field, _event: None):
            pytest.fail("A stranger listens to a draft.")


def _is_public(article: model.Article) -> bool:
    return (article.state, article.visibility) == ("PUBLISHED", "PUBLIC")
