"""A small foreign AppSync API, a library of books, to try the data plane on."""

from collections.abc import Mapping
from typing import Any

from appsync_local.api.model import Api, ApiKey, AuthProvider, DataSource, Function, Resolver
from appsync_local.auth import Caller
from appsync_local.schema import build
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint

SDL = """
type Query @aws_api_key @aws_iam {
  book(id: ID!): Book
  books(first: Int = 10): [Book!]!
  shelf(filter: ShelfFilter): [Item]
  secret: String @aws_iam
  now: AWSDateTime
}
type Mutation @aws_api_key @aws_iam {
  addBook(input: AddBookInput!): Book
  lend(id: ID!): Loan
}
type Subscription @aws_api_key {
  onBook(id: ID): Book @aws_subscribe(mutations: ["addBook"])
  onLoan(bookId: ID!): Loan @aws_subscribe(mutations: ["lend"])
}
interface Item { id: ID! title: String! }
type Book implements Item @aws_api_key @aws_iam {
  id: ID!
  title: String!
  pages: Int
  genre: Genre
  author: Author
  notes: AWSJSON
  reviews: [Review!]
  price: Float @aws_iam
}
type Magazine implements Item @aws_api_key { id: ID! title: String! issue: Int! }
type Author @aws_api_key @aws_iam { id: ID! name: String! books: [Book!] }
type Review @aws_api_key { stars: Int! text: String }
type Loan @aws_api_key @aws_iam { bookId: ID! dueAt: AWSDateTime! reader: String }
enum Genre { FICTION SCIENCE }
input AddBookInput { title: String! pages: Int = 1 genre: Genre notes: AWSJSON contact: AWSEmail }
input ShelfFilter { genre: Genre minPages: Int }
"""
GUEST = Caller(mode="API_KEY")
BACKEND = Caller(mode="AWS_IAM", identity={"username": "backend"})


def direct(type_name: str, field_name: str, **settings: Any) -> Resolver:
    """A direct Lambda resolver on the function called `shop`."""
    return Resolver(type_name, field_name, data_source="Shop", **settings)


def code(type_name: str, field_name: str, text: str, source: str = "Shop", **settings: Any) -> Resolver:
    """An APPSYNC_JS unit resolver."""
    return Resolver(type_name, field_name, data_source=source, code=text, runtime="APPSYNC_JS", **settings)


def library(
    *resolvers: Resolver,
    endpoint: FakeLambdaEndpoint | None = None,
    functions: Mapping[str, Function] | None = None,
    sdl: str = SDL,
    **settings: Any,
) -> Api:
    """The API with these resolvers; its data sources are `Shop` (the function `shop`) and `Nothing` (NONE)."""
    return Api(
        id="library",
        name="Library",
        arn="arn:aws:appsync:eu-west-1:111122223333:apis/library",
        region="eu-west-1",
        account_id="111122223333",
        sdl=sdl,
        schema=build.build_schema(sdl),
        endpoint=endpoint or FakeLambdaEndpoint(),
        default_auth=AuthProvider("API_KEY"),
        additional_auth=(AuthProvider("AWS_IAM"),),
        api_keys=(ApiKey("da2-library", 4_000_000_000),),
        data_sources={
            "Shop": DataSource("Shop", "AWS_LAMBDA", {"lambdaFunctionArn": "shop"}),
            "Nothing": DataSource("Nothing", "NONE"),
        },
        resolvers={(found.type_name, found.field_name): found for found in resolvers},
        functions=functions or {},
        **settings,
    )
