"""What the demo world is made of, read from people.yaml, articles/, videos.yaml, broadcasts.yaml and photos/."""

from pathlib import Path
from typing import Any, Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

HERE: Final = Path(__file__).parent
FENCE: Final = "---\n"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Channel(_Part):
    """Somebody's channel, and who subscribes to it (by handle)."""

    handle: str
    title: str
    description: str
    subscribers: list[str] = []


class Person(_Part):
    """Somebody invented, who signs up and follows others (by handle)."""

    handle: str
    email: str
    name: str
    bio: str
    avatar: str
    follows: list[str] = []
    channel: Channel | None = None


class Picture(_Part):
    """A photo of an article: the stem of its file in photos/, and what its author says of it."""

    file: str
    caption: str
    alt: str


class Place(_Part):
    """A pin: its name and (latitude, longitude)."""

    place: str
    at: tuple[float, float]


class Remark(_Part):
    """A comment or a reply, who likes it, and what is replied to it."""

    by: str
    text: str
    likes: list[str] = []
    replies: list["Remark"] = []

    def count(self) -> int:
        """Return how many comments this is with everything under it."""
        return 1 + sum(reply.count() for reply in self.replies)


class Offer(_Part):
    """A variant of a product; a walk's starts so many days after the load, at an hour of the place's own zone."""

    name: str
    price: int
    stock: int
    in_days: int | None = None
    hour: int = 9
    zone: str | None = None
    minutes: int | None = None


class Recipient(_Part):
    """Where an order is shipped; invented."""

    name: str
    street: str
    town: str
    country: str


class Purchase(_Part):
    """A past order of a variant, by its name, and how far its seller is."""

    by: str
    variant: str
    quantity: int = 1
    ship_to: Recipient
    steps: list[Literal["PREPARING", "SHIPPED", "DONE"]] = []


class Product(_Part):
    """What an article's author sells of it: a print of one of its photos, a book, or a walk to one of its pins."""

    type: Literal["PRINT", "BOOK", "WALK"]
    title: str
    description: str
    currency: str
    photo: str | None = None
    place: str | None = None
    tax_rate: int = 0
    variants: list[Offer] = Field(min_length=1)
    purchases: list[Purchase] = []

    @model_validator(mode="after")
    def _require_variants(self) -> Self:
        names = {each.name for each in self.variants}
        if unknown := {each.variant for each in self.purchases} - names:
            raise ValueError(f"“{self.title}” has no variant {', '.join(sorted(unknown))}")
        return self


class Article(_Part):
    """An illustrated article; `slug` is its file's name and never changes."""

    slug: str
    author: str
    title: str
    body: str
    tags: list[str] = []
    state: Literal["DRAFT", "PUBLISHED"] = "PUBLISHED"
    visibility: Literal["PUBLIC", "FOLLOWERS", "PRIVATE"] = "PUBLIC"
    photos: list[Picture] = []
    pins: list[Place] = []
    likes: list[str] = []
    comments: list[Remark] = []
    products: list[Product] = []

    @model_validator(mode="after")
    def _require_sources(self) -> Self:
        photos, places = {each.file for each in self.photos}, {each.place for each in self.pins}
        for product in self.products:
            if product.photo not in {None, *photos} or product.place not in {None, *places}:
                raise ValueError(f"“{product.title}” is made from a photo or place that the article does not have")
        return self


class Clip(_Part):
    """What a video shows: photos, one after the other, in an upright picture of this size.

    `rotation` is how far players have to turn the stored picture counterclockwise, as phones write it.
    """

    photos: list[str] = Field(min_length=1)
    width: int
    height: int
    seconds: float
    rotation: Literal[0, 90, 270] = 0
    speech: str = ""  # said by a voice while it is shown, in the place of a quiet tone


class Chapter(_Part):
    """A named part of a video, and the second at which it begins."""

    seconds: int
    title: str


class Video(_Part):
    """A video, drawn when the world is loaded; `slug` names it and never changes."""

    slug: str
    author: str
    title: str
    description: str
    tags: list[str] = []
    chapters: list[Chapter] = []
    pins: list[Place] = []
    likes: list[str] = []
    clip: Clip


class Line(_Part):
    """What somebody said in a chat."""

    by: str
    text: str


class Broadcast(_Part):
    """A livestream that is over, with its replay: what its clip shows was sent by an encoder."""

    author: str
    title: str
    description: str
    likes: list[str] = []
    chat: list[Line] = []  # said one after the other while it went on
    clip: Clip


class World(_Part):
    """Everybody and everything; each name that is used exists."""

    password: str
    people: list[Person] = Field(min_length=1)
    articles: list[Article]
    videos: list[Video] = []
    broadcasts: list[Broadcast] = []

    @model_validator(mode="after")
    def _require_whole(self) -> Self:
        strangers = self._collect_handles() - {person.handle for person in self.people}
        if strangers:
            raise ValueError(f"Nobody in people.yaml has the handle {', '.join(sorted(strangers))}")
        names = [picture.file for article in self.articles for picture in article.photos]
        names += [name for video in self.videos for name in video.clip.photos]
        missing = [
            name for name in [*names, *(person.avatar for person in self.people)] if not locate_photo(name).is_file()
        ]
        if missing:
            raise ValueError(f"Not in photos/: {', '.join(missing)}")
        return self

    def _collect_handles(self) -> set[str]:
        names = {handle for person in self.people for handle in person.follows}
        names |= {handle for person in self.people if person.channel for handle in person.channel.subscribers}
        names |= {handle for video in self.videos for handle in (video.author, *video.likes)}
        names |= {handle for each in self.broadcasts for handle in (each.author, *each.likes)}
        names |= {line.by for each in self.broadcasts for line in each.chat}
        for article in self.articles:
            names |= {article.author, *article.likes}
            names |= {purchase.by for product in article.products for purchase in product.purchases}
            remarks = list(article.comments)
            while remarks:
                remark = remarks.pop()
                names |= {remark.by, *remark.likes}
                remarks += remark.replies
        return names


def read(folder: Path = HERE) -> World:
    """Return the world that a folder describes, or raise pydantic's `ValidationError`, which says what is wrong."""
    people: dict[str, Any] = yaml.safe_load((folder / "people.yaml").read_text(encoding="utf-8"))
    articles = [article(path) for path in sorted((folder / "articles").glob("*.md"))]
    videos: list[Any] = yaml.safe_load((folder / "videos.yaml").read_text(encoding="utf-8"))
    broadcasts: list[Any] = yaml.safe_load((folder / "broadcasts.yaml").read_text(encoding="utf-8"))
    filmed = {"videos": videos, "broadcasts": broadcasts}
    return World(password=people["password"], people=people["people"], articles=articles, **filmed)


def article(path: Path) -> Article:
    """Return the article of a Markdown file whose front matter, in YAML, stands between two lines of `---`."""
    before, head, body = path.read_text(encoding="utf-8").split(FENCE, 2)
    if before:
        raise ValueError(f"{path.name} must begin with ---")
    return Article(slug=path.stem, body=body.strip(), **yaml.safe_load(head))


def photo(name: str) -> bytes:
    """Return a photo of the demo world, a JPEG."""
    return locate_photo(name).read_bytes()


def locate_photo(name: str) -> Path:
    """Return where a photo of the demo world is."""
    return HERE / "photos" / f"{name}.jpg"
