// The photo that a flashcard asks about. Its words must not give the answer away.
import { useQuery } from 'urql';
import { graphql, readFragment } from '../../../shared/graphql/graphql';
import { Picture, PictureFields } from '../../../shared/ui/picture';
import { useMessages } from './messages/use-messages';

const FLASHCARD_PHOTO = graphql(
  `
    query FlashcardPhoto($id: ID!) {
      photo(id: $id) {
        id
        ...PictureFields
      }
    }
  `,
  [PictureFields],
);

interface Props {
  id: string;
  answer: string;
}

export function FlashcardPhoto({ id, answer }: Props) {
  const messages = useMessages();
  const [{ data, fetching, error }] = useQuery({ query: FLASHCARD_PHOTO, variables: { id } });
  if (!data?.photo) return fetching ? null : <p className="flashcard-note">{error ? null : messages.photoGone}</p>;
  const { altText } = readFragment(PictureFields, data.photo);
  const alt = altText && !namesPlace(altText, answer) ? altText : messages.photoOfArticle;
  return (
    <Picture className="flashcard-photo" photo={data.photo} alt={alt} sizes="(width < 40rem) 90vw, 34rem" isFirst />
  );
}

/** Whether words name a place such as “Summer Palace, Beijing”, or a part of it. */
export function namesPlace(words: string, place: string): boolean {
  const lower = words.toLocaleLowerCase();
  return place
    .toLocaleLowerCase()
    .split(',')
    .some((part) => part.trim() !== '' && lower.includes(part.trim()));
}
