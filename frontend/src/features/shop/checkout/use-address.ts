// The shipping address of the checkout: what was typed in this tab, else the one of the last order.
import { useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { readUnsentText, storeUnsentText } from '../../../shared/offline/unsent-text';
import { type Address, EMPTY_ADDRESS, parseAddress } from './address';

const LAST_ADDRESSES = graphql(`
  query LastAddresses {
    viewer {
      user {
        id
      }
      orders(first: 5) {
        edges {
          node {
            id
            shippingAddress {
              name
              street
              town
              region
              postcode
              country
            }
          }
        }
      }
    }
  }
`);
const PLACE = 'checkout.address';

/** Return the address and a function that changes it; what is typed outlasts loading the page again. */
export function useAddress(): [Address, (address: Address) => void] {
  const [typed, setTyped] = useState(() => parseAddress(readUnsentText(PLACE)));
  const [{ data }] = useQuery({ query: LAST_ADDRESSES, pause: typed !== null });
  const last = data?.viewer?.orders?.edges.map(({ node }) => node?.shippingAddress).find((each) => each);
  const change = (address: Address) => {
    storeUnsentText(PLACE, JSON.stringify(address));
    setTyped(address);
  };
  return [typed ?? last ?? EMPTY_ADDRESS, change];
}
