// What the page of a livestream asks of its chat.
import { graphql } from '../../../shared/graphql/graphql';

export const CREATE_TOKEN = graphql(`
  mutation CreateChatToken($input: CreateChatTokenInput!) {
    createChatToken(input: $input) {
      chatToken {
        token
        url
        expiresAt
        role
        slowSeconds
        mutedUntil
      }
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);

export const DELETE_MESSAGE = graphql(`
  mutation DeleteChatMessage($input: DeleteChatMessageInput!) {
    deleteChatMessage(input: $input) {
      deletedId
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);

export const BAN = graphql(`
  mutation BanFromChat($input: BanFromChatInput!) {
    banFromChat(input: $input) {
      userId
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);

export const ALLOW = graphql(`
  mutation AllowInChat($input: AllowInChatInput!) {
    allowInChat(input: $input) {
      userId
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);

export const SET_PACE = graphql(`
  mutation SetChatPace($input: SetChatPaceInput!) {
    setChatPace(input: $input) {
      slowSeconds
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);

export const RECENT = graphql(`
  query RecentChat($id: ID!) {
    stream(id: $id) {
      id
      ownerId
      chatMessages(first: 50, newestFirst: true) {
        edges {
          node {
            id
            authorId
            body
            sentAt
            author {
              id
              displayName
            }
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  }
`);

export const MESSAGES = graphql(`
  query ChatMessages($id: ID!, $after: ID) {
    stream(id: $id) {
      id
      chatMessages(first: 50, after: $after) {
        edges {
          node {
            id
            body
            sentAt
            author {
              id
              handle
              displayName
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);
