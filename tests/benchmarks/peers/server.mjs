// The feed's schema and data behind a server of Node: `node server.mjs apollo|yoga|mercurius|jit SCHEMA`.
// `jit` is Mercurius with plans that graphql-jit compiles to JavaScript.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import fastify from 'fastify'
import { createSchema, createYoga } from 'graphql-yoga'
import mercurius from 'mercurius'

const [kind, file] = process.argv.slice(2)
const typeDefs = readFileSync(file, 'utf8')
const users = Array.from({ length: 50 }, (_, n) => ({
  id: String(n), name: `User ${n}`, avatar: `https://example.com/${n}.webp`,
}))
const posts = Array.from({ length: 1000 }, (_, n) => ({
  id: String(n), title: `Post ${n}`, body: 'b'.repeat(200), likes: n, createdAt: '2026-11-21', authorId: n % 50,
}))
const resolvers = {
  Query: {
    post: (_, { id }) => posts[Number(id)],
    feed: (_, { first }) => posts.slice(0, first),
  },
  Mutation: {
    createPost: (_, { title, body, authorId }) => ({
      ...posts[0], id: 'new', title, body, likes: 0, authorId: Number(authorId),
    }),
  },
  Post: { author: (post) => users[post.authorId] },
}

if (kind === 'apollo') {
  const { url } = await startStandaloneServer(new ApolloServer({ typeDefs, resolvers, introspection: false }), {
    listen: { host: '127.0.0.1', port: 0 },
  })
  console.log(new URL(url).port)
} else if (kind === 'yoga') {
  const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers }), logging: false, graphiql: false })
  const server = createServer(yoga)
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))
} else {
  const server = fastify({ logger: false })
  await server.register(mercurius, { schema: typeDefs, resolvers, jit: kind === 'jit' ? 1 : 0 })
  console.log(new URL(await server.listen({ host: '127.0.0.1', port: 0 })).port)
}
