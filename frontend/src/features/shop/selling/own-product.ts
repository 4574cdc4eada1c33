// A product as its seller sees it, and the changes that only the seller can make.
import { useMutation } from 'urql';
import { graphql, type ResultOf, type VariablesOf } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { PictureFields } from '../../../shared/ui/picture';

export const OwnProductFields = graphql(
  `
    fragment OwnProductFields on Product @_unmask {
      id
      type
      title
      description
      sellerId
      state
      version
      currency
      taxRate
      zone
      priceFrom {
        amount
        currency
      }
      variants {
        id
        name
        price {
          amount
          currency
        }
        priceVersion
        availability
        available
        startsAt
        zone
        minutes
      }
      photo {
        id
        ...PictureFields
      }
    }
  `,
  [PictureFields],
);

export type OwnProduct = ResultOf<typeof OwnProductFields>;
export type OwnVariant = OwnProduct['variants'][number];

const PARTS = [OwnProductFields] as const;
const CREATE = graphql(
  `
    mutation CreateProduct($input: CreateProductInput!) {
      createProduct(input: $input) {
        product {
          ...OwnProductFields
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
  `,
  PARTS,
);
const UPDATE = graphql(
  `
    mutation UpdateProduct($input: UpdateProductInput!) {
      updateProduct(input: $input) {
        product {
          ...OwnProductFields
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
  `,
  PARTS,
);
const PUBLISH = graphql(
  `
    mutation PublishProduct($input: PublishProductInput!) {
      publishProduct(input: $input) {
        product {
          ...OwnProductFields
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
  `,
  PARTS,
);
const RETIRE = graphql(
  `
    mutation RetireProduct($input: PublishProductInput!) {
      retireProduct(input: $input) {
        product {
          ...OwnProductFields
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
  `,
  PARTS,
);
const ADD_VARIANT = graphql(
  `
    mutation AddVariant($input: AddVariantInput!) {
      addVariant(input: $input) {
        product {
          ...OwnProductFields
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
  `,
  PARTS,
);
const UPDATE_VARIANT = graphql(
  `
    mutation UpdateVariant($input: UpdateVariantInput!) {
      updateVariant(input: $input) {
        product {
          ...OwnProductFields
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
  `,
  PARTS,
);
const REMOVE_VARIANT = graphql(
  `
    mutation RemoveVariant($input: RemoveVariantInput!) {
      removeVariant(input: $input) {
        product {
          ...OwnProductFields
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
  `,
  PARTS,
);
const CHANGE_STOCK = graphql(
  `
    mutation ChangeStock($input: ChangeStockInput!) {
      changeStock(input: $input) {
        product {
          ...OwnProductFields
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
  `,
  PARTS,
);

type Input<Document> = VariablesOf<Document> extends { input: infer Fields } ? Fields : never;

/** What came of a change: the product, and why it was refused. */
interface ProductChange {
  product: OwnProduct | null;
  problem: string | null;
}

/** Return the changes of products as functions; each resolves to the product or to why it was refused. */
export function useProductChanges() {
  const [, create] = useMutation(CREATE);
  const [, update] = useMutation(UPDATE);
  const [, publish] = useMutation(PUBLISH);
  const [, retire] = useMutation(RETIRE);
  const [, addVariant] = useMutation(ADD_VARIANT);
  const [, updateVariant] = useMutation(UPDATE_VARIANT);
  const [, removeVariant] = useMutation(REMOVE_VARIANT);
  const [, changeStock] = useMutation(CHANGE_STOCK);
  return {
    create: async (input: Input<typeof CREATE>) => {
      const { data, error } = await create({ input });
      return readChange(error, data?.createProduct);
    },
    update: async (input: Input<typeof UPDATE>) => {
      const { data, error } = await update({ input });
      return readChange(error, data?.updateProduct);
    },
    publish: async ({ id, version }: Pick<OwnProduct, 'id' | 'version'>) => {
      const { data, error } = await publish({ input: { id, expectedVersion: version } });
      return readChange(error, data?.publishProduct);
    },
    retire: async ({ id, version }: Pick<OwnProduct, 'id' | 'version'>) => {
      const { data, error } = await retire({ input: { id, expectedVersion: version } });
      return readChange(error, data?.retireProduct);
    },
    addVariant: async (input: Input<typeof ADD_VARIANT>) => {
      const { data, error } = await addVariant({ input });
      return readChange(error, data?.addVariant);
    },
    updateVariant: async (input: Input<typeof UPDATE_VARIANT>) => {
      const { data, error } = await updateVariant({ input });
      return readChange(error, data?.updateVariant);
    },
    removeVariant: async (input: Input<typeof REMOVE_VARIANT>) => {
      const { data, error } = await removeVariant({ input });
      return readChange(error, data?.removeVariant);
    },
    changeStock: async (input: Input<typeof CHANGE_STOCK>) => {
      const { data, error } = await changeStock({ input });
      return readChange(error, data?.changeStock);
    },
  };
}

type Answer = Parameters<typeof describeWriteError>;

function readChange(
  error: Answer[0],
  payload: (NonNullable<Answer[1]> & { product: OwnProduct | null }) | null | undefined,
): ProductChange {
  return { product: payload?.product ?? null, problem: describeWriteError(error, payload) };
}
