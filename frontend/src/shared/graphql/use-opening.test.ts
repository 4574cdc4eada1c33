// @vitest-environment jsdom
// What changes in the moment in which a page opens is shown, and stays.
import { Client, type Exchange, gql, type OperationResult, type TypedDocumentNode } from '@urql/core';
import { act, createElement, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider, useMutation } from 'urql';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { filter, fromPromise, fromValue, mergeMap, pipe } from 'wonka';
import { createCacheExchange } from './cache';
import { useOpening } from './use-opening';

interface Lamp {
  lamp: { __typename: 'Lamp'; id: string; isLit: boolean; color?: string } | null;
}

const OPENING: TypedDocumentNode<Lamp> = gql`
  query Opening {
    lamp {
      id
      isLit
      color
    }
  }
`;
const CURRENT: TypedDocumentNode<Lamp> = gql`
  query Current {
    lamp {
      id
      isLit
    }
  }
`;
const LIGHT = gql`
  mutation Light {
    light {
      id
      isLit
    }
  }
`;
const LAMP = { __typename: 'Lamp', id: 'lamp_1', isLit: false, color: 'green' } as const;

beforeEach(() => vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true));
afterEach(() => vi.unstubAllGlobals());

/** A page of a lamp that is lit as soon as it is shown; the API answers queries a moment later, and no mutation. */
async function open() {
  const network: Exchange = () => (operations) =>
    pipe(
      operations,
      filter(({ kind }) => kind !== 'teardown'),
      mergeMap((operation) => {
        const answer: OperationResult = { operation, data: { lamp: LAMP }, stale: false, hasNext: false };
        return operation.kind === 'query' ? fromPromise(Promise.resolve(answer)) : fromValue(answer);
      }),
      filter(({ operation }) => operation.kind === 'query'),
    );
  const optimistic = { light: () => ({ ...LAMP, isLit: true }) };
  const client = new Client({
    url: 'http://test',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    exchanges: [createCacheExchange([{ optimistic }], () => undefined), network],
  });
  const page = document.createElement('main');
  await act(async () => {
    createRoot(page).render(createElement(Provider, { value: client }, createElement(Page)));
    await new Promise((resolve) => setTimeout(resolve));
  });
  return page;
}

function Page() {
  const { isOpened, state } = useOpening({ opening: OPENING, current: CURRENT, variables: {} });
  return state.data?.lamp ? createElement(LampView, { isOpened, isLit: state.data.lamp.isLit }) : 'opening';
}

function LampView({ isOpened, isLit }: { isOpened: boolean; isLit: boolean }) {
  const [, light] = useMutation(LIGHT);
  useEffect(() => void light({}), [light]);
  return `${isOpened ? 'opened' : 'opening'}, ${isLit ? 'lit' : 'dark'}`;
}

it('shows what changed in the moment in which the page opened', async () => {
  const page = await open();

  expect(page.textContent).toBe('opened, lit');
});
