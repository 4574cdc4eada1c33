"""Every operation that the demo world and its story send."""

from typing import Final

_ERRORS: Final = "errors { code message path }"

ME: Final = """
query Me {
  viewer {
    user { id handle displayName bio version avatar { url } following(first: 100) { edges { node { handle } } } }
    posts(first: 100) {
      edges {
        node {
          id title state version counts { likes comments }
          photos(first: 20) { edges { node { id state } } }
        }
      }
    }
  }
}
"""

USER_ID: Final = "query UserId($handle: String!) { user(handle: $handle) { id } }"

PHOTOS: Final = """
query Photos {
  viewer { photos(first: 100) { edges { node { id caption state failure { reason message retryable } } } } }
}
"""

PHOTO: Final = """
query Photo($id: ID!) {
  photo(id: $id) {
    state width height thumbhash
    labels { name confidence } text { text } moderation { verdict } model { name version }
    variants { name url width height bytes } suggestedPin { latitude longitude }
  }
}
"""

POST: Final = """
query Post($id: ID!) {
  post(id: $id) {
    title state version author { handle } counts { likes comments photos pins }
    comments { eventsCursor edges { node { id body } } }
    photos { eventsCursor edges { node { id state } } }
    pins { edges { node { placeName position { latitude longitude } } } }
  }
}
"""

NOTIFICATIONS: Final = "query Notifications { viewer { unreadNotifications } }"

EVENTS_SINCE: Final = """
query EventsSince($cursor: ID!) {
  eventsSince(cursor: $cursor, first: 100) {
    edges { node { __typename id sequence ... on CommentEvent { commentId body comments } } }
    pageInfo { hasNextPage endCursor }
  }
}
"""

UPDATE_PROFILE: Final = f"""
mutation UpdateProfile($input: UpdateProfileInput!) {{
  updateProfile(input: $input) {{ user {{ id handle version }} {_ERRORS} }}
}}
"""

FOLLOW: Final = f"""
mutation Follow($input: FollowUserInput!) {{ followUser(input: $input) {{ user {{ id }} {_ERRORS} }} }}
"""

CREATE_POST: Final = f"""
mutation CreatePost($input: CreatePostInput!) {{
  createPost(input: $input) {{ post {{ id state version }} {_ERRORS} }}
}}
"""

PUBLISH: Final = f"""
mutation Publish($input: PublishPostInput!) {{
  publishPost(input: $input) {{ post {{ id state version publishedAt }} {_ERRORS} }}
}}
"""

CREATE_UPLOAD: Final = f"""
mutation CreateUpload($input: CreateUploadInput!) {{
  createUpload(input: $input) {{
    upload {{ url fields {{ name value }} expiresAt }} photo {{ id state }} {_ERRORS}
  }}
}}
"""

RETRY_PHOTO: Final = f"""
mutation RetryPhoto($input: RetryPhotoInput!) {{ retryPhoto(input: $input) {{ photo {{ id state }} {_ERRORS} }} }}
"""

ADD_PIN: Final = f"""
mutation AddPin($input: AddPinInput!) {{ addPin(input: $input) {{ pin {{ id placeName }} {_ERRORS} }} }}
"""

ADD_COMMENT: Final = f"""
mutation AddComment($input: AddCommentInput!) {{
  addComment(input: $input) {{ comment {{ id body }} {_ERRORS} }}
}}
"""

LIKE: Final = f"""
mutation Like($input: LikeInput!) {{ like(input: $input) {{ likes viewerHasLiked {_ERRORS} }} }}
"""

ON_PHOTO_PROCESSING: Final = """
subscription OnPhotoProcessing($id: ID!) {
  onPhotoProcessing(postId: $id) {
    id sequence at photoId step status attempt photoState labels { name confidence } moderation { verdict }
  }
}
"""

ON_COMMENT: Final = """
subscription OnComment($id: ID!) {
  onComment(postId: $id) { id sequence at commentId authorId kind body comments }
}
"""

ON_LIKES: Final = """
subscription OnLikes($id: ID!) { onLikes(postId: $id) { id sequence at subjectId likes } }
"""

ON_NOTIFICATION: Final = """
subscription OnNotification($id: ID!) {
  onNotification(userId: $id) { id sequence at kind actorId message unread }
}
"""
