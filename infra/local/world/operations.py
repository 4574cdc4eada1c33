"""Every operation that the demo world and its story send."""

from typing import Final

_ERRORS: Final = "errors { code message path ... on RateLimited { retryAt } }"

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

OWN_PRODUCTS: Final = """
query OwnProducts {
  viewer { products(first: 100) { edges { node { id title state version variants { id name priceVersion } } } } }
}
"""

SOURCES: Final = """
query Sources($id: ID!) {
  post(id: $id) {
    photos(first: 20) { edges { node { id caption } } }
    pins(first: 50) { edges { node { id placeName } } }
  }
}
"""

CREATE_PRODUCT: Final = f"""
mutation CreateProduct($input: CreateProductInput!) {{
  createProduct(input: $input) {{ product {{ id version }} {_ERRORS} }}
}}
"""

PUBLISH_PRODUCT: Final = f"""
mutation PublishProduct($input: PublishProductInput!) {{
  publishProduct(input: $input) {{ product {{ id state version variants {{ id priceVersion }} }} {_ERRORS} }}
}}
"""

UPDATE_VARIANT: Final = f"""
mutation UpdateVariant($input: UpdateVariantInput!) {{
  updateVariant(input: $input) {{ product {{ id version variants {{ id priceVersion }} }} {_ERRORS} }}
}}
"""

_CART: Final = "cart { lines { variantId quantity problem } totals { amount currency } }"

CART: Final = f"query Cart {{ viewer {{ {_CART} }} }}"

SET_CART_LINE: Final = f"""
mutation SetCartLine($input: SetCartLineInput!) {{ setCartLine(input: $input) {{ {_CART} {_ERRORS} }} }}
"""

PLACE_ORDER: Final = f"""
mutation PlaceOrder($input: PlaceOrderInput!) {{
  placeOrder(input: $input) {{ order {{ id number state totals {{ total {{ amount currency }} }} }} {_ERRORS} }}
}}
"""

START_PAYMENT: Final = f"""
mutation StartPayment($input: StartPaymentInput!) {{ startPayment(input: $input) {{ payment {{ url }} {_ERRORS} }} }}
"""

ORDER: Final = """
query Order($id: ID!) {
  order(id: $id) { state parts { state } totals { paid { amount } refunded { amount currency } } }
}
"""

ADVANCE_SALE: Final = f"""
mutation AdvanceSale($input: AdvanceSaleInput!) {{
  advanceSale(input: $input) {{ sale {{ state version }} {_ERRORS} }}
}}
"""

REFUND_SALE: Final = f"""
mutation RefundSale($input: RefundSaleInput!) {{
  refundSale(input: $input) {{ sale {{ refunded {{ amount currency }} }} {_ERRORS} }}
}}
"""

ON_ORDER: Final = """
subscription OnOrder($id: ID!) {
  onOrder(userId: $id) { id sequence at userId orderId orderState partState version }
}
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
  onComment(subjectId: $id) { id sequence at commentId authorId kind body comments }
}
"""

ON_LIKES: Final = """
subscription OnLikes($id: ID!) { onLikes(subjectId: $id) { id sequence at subjectId likes } }
"""

ON_NOTIFICATION: Final = """
subscription OnNotification($id: ID!) {
  onNotification(userId: $id) { id sequence at kind actorId message unread }
}
"""

OWN_CHANNEL: Final = """
query OwnChannel { viewer { channel { id } } }
"""

CREATE_CHANNEL: Final = f"""
mutation CreateChannel($input: CreateChannelInput!) {{
  createChannel(input: $input) {{ channel {{ id }} {_ERRORS} }}
}}
"""

SUBSCRIBE_TO_CHANNEL: Final = f"""
mutation SubscribeToChannel($input: SubscribeToChannelInput!) {{
  subscribeToChannel(input: $input) {{ channel {{ id }} {_ERRORS} }}
}}
"""

OWN_VIDEOS: Final = """
query OwnVideos {
  viewer { videos(first: 100) { edges { node { id title state counts { likes } failure { message } } } } }
}
"""

CREATE_VIDEO_UPLOAD: Final = f"""
mutation CreateVideoUpload($input: CreateVideoUploadInput!) {{
  createVideoUpload(input: $input) {{ video {{ id state }} {_ERRORS} }}
}}
"""

SIGN_VIDEO_PARTS: Final = f"""
mutation SignVideoParts($input: SignVideoPartsInput!) {{
  signVideoParts(input: $input) {{ parts {{ url }} {_ERRORS} }}
}}
"""

COMPLETE_VIDEO_UPLOAD: Final = f"""
mutation CompleteVideoUpload($input: CompleteVideoUploadInput!) {{
  completeVideoUpload(input: $input) {{ video {{ id state }} {_ERRORS} }}
}}
"""

UPDATE_VIDEO: Final = f"""
mutation UpdateVideo($input: UpdateVideoInput!) {{ updateVideo(input: $input) {{ video {{ id version }} {_ERRORS} }} }}
"""

DELETE_VIDEO: Final = f"""
mutation DeleteVideo($input: DeleteVideoInput!) {{ deleteVideo(input: $input) {{ deletedId {_ERRORS} }} }}
"""

PLAYBACK: Final = """
query Playback($id: ID!) {
  video(id: $id) { width height duration playback { manifest files { name url } } storyboard { urls } }
}
"""

ON_VIDEO_PROCESSING: Final = """
subscription OnVideoProcessing($id: ID!) {
  onVideoProcessing(videoId: $id) { id sequence at videoStep status percent videoState isPlayable }
}
"""

ROTATE_STREAM_KEY: Final = f"""
mutation RotateStreamKey {{ rotateStreamKey {{ key {{ url value }} {_ERRORS} }} }}
"""

CREATE_STREAM: Final = f"""
mutation CreateStream($input: CreateStreamInput!) {{
  createStream(input: $input) {{ stream {{ id state scheduledFor }} {_ERRORS} }}
}}
"""

START_STREAM: Final = f"""
mutation StartStream($input: StartStreamInput!) {{ startStream(input: $input) {{ stream {{ id state }} {_ERRORS} }} }}
"""

END_STREAM: Final = f"""
mutation EndStream($input: EndStreamInput!) {{ endStream(input: $input) {{ stream {{ id state }} {_ERRORS} }} }}
"""

DELETE_STREAM: Final = f"""
mutation DeleteStream($input: DeleteStreamInput!) {{ deleteStream(input: $input) {{ deletedId {_ERRORS} }} }}
"""

REMIND: Final = f"""
mutation AddStreamReminder($input: AddStreamReminderInput!) {{
  addStreamReminder(input: $input) {{ stream {{ id viewerHasReminder }} {_ERRORS} }}
}}
"""

OWN_STREAMS: Final = """
query OwnStreams {
  viewer { streams(first: 100) { edges { node { id title state counts { likes } replay { seconds } } } } }
}
"""

STREAM: Final = """
query Stream($id: ID!) { stream(id: $id) { id state viewers playbackUrl replay { url seconds } } }
"""

CREATE_CHAT_TOKEN: Final = f"""
mutation CreateChatToken($input: CreateChatTokenInput!) {{
  createChatToken(input: $input) {{ chatToken {{ token url }} {_ERRORS} }}
}}
"""

CHAT_MESSAGES: Final = """
query ChatMessages($id: ID!) {
  stream(id: $id) { id chatMessages(first: 50) { edges { node { id authorId body sentAt } } } }
}
"""

REPLAY_FILES: Final = """
query ReplayFiles($id: ID!, $names: [String!]!) { replayFiles(streamId: $id, names: $names) { name url } }
"""

ON_STREAM: Final = """
subscription OnStream($id: ID!) {
  onStream(streamId: $id) { id sequence at state health viewers replaySeconds }
}
"""
