"""What the demo world is made of, read from people.yaml, articles/ and photos/."""

from pathlib import Path
from typing import Any, Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

HERE: Final = Path(__file__).parent
FENCE: Final = "---\n"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Person(_Part):
    """Somebody invented, who signs up and follows others (by handle)."""

    handle: str
    email: str
    name: str
    bio: str
    avatar: str
    follows: list[str] = []


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


class World(_Part):
    """Everybody and everything; each name that is used exists."""

    password: str
    people: list[Person] = Field(min_length=1)
    articles: list[Article]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        strangers = self._named() - {person.handle for person in self.people}
        if strangers:
            raise ValueError(f"Nobody in people.yaml has the handle {', '.join(sorted(strangers))}")
        names = [picture.file for article in self.articles for picture in article.photos]
        missing = [name for name in [*names, *(person.avatar for person in self.people)] if not _path(name).is_file()]
        if missing:
            raise ValueError(f"Not in photos/: {', '.join(missing)}")
        return self

    def _named(self) -> set[str]:
        names = {handle for person in self.people for handle in person.follows}
        for article in self.articles:
            names |= {article.author, *article.likes}
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
    return World(password=people["password"], people=people["people"], articles=articles)


def article(path: Path) -> Article:
    """Return the article of a Markdown file whose front matter, in YAML, stands between two lines of `---`."""
    before, head, body = path.read_text(encoding="utf-8").split(FENCE, 2)
    if before:
        raise ValueError(f"{path.name} must begin with ---")
    return Article(slug=path.stem, body=body.strip(), **yaml.safe_load(head))


def photo(name: str) -> bytes:
    """Return a photo of the demo world, a JPEG."""
    return _path(name).read_bytes()


def _path(name: str) -> Path:
    return HERE / "photos" / f"{name}.jpg"
