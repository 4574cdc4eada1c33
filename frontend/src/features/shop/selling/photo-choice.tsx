// One of an article's photos, chosen by its picture.
import type { FragmentOf } from '../../../shared/graphql/graphql';
import { Picture, type PictureFields } from '../../../shared/ui/picture';
import { useMessages } from './messages/use-messages';

interface Props {
  legend: string;
  photos: readonly (FragmentOf<typeof PictureFields> & { id: string; altText: string })[];
  chosenId: string | undefined;
  choose: (id: string) => void;
}

export function PhotoChoice({ legend, photos, chosenId, choose }: Props) {
  const messages = useMessages();
  return (
    <fieldset className="sell-photos">
      <legend>{legend}</legend>
      {photos.map((photo, index) => (
        <label key={photo.id}>
          <input
            type="radio"
            name="photo"
            aria-label={photo.altText || messages.photoNumber({ number: index + 1 })}
            checked={photo.id === chosenId}
            onChange={() => choose(photo.id)}
          />
          <span aria-hidden="true">
            <Picture photo={photo} sizes="110px" />
          </span>
        </label>
      ))}
    </fieldset>
  );
}
