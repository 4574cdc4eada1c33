// What to sell: a print, a book or a walk; what the article does not allow says why.
import { KINDS, type Kind } from '../catalogue/shop-address';
import { useMessages } from './messages/use-messages';

interface Props {
  kind: Kind;
  choose: (kind: Kind) => void;
  hasPhoto: boolean;
  hasPlace: boolean;
}

export function KindChoice({ kind, choose, hasPhoto, hasPlace }: Props) {
  const messages = useMessages();
  const reasons: Record<Kind, string | null> = {
    PRINT: hasPhoto ? null : messages.needsPhoto,
    BOOK: null,
    WALK: hasPlace ? null : messages.needsPlace,
  };
  return (
    <fieldset className="sell-kinds">
      <legend>{messages.kind}</legend>
      {KINDS.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name="kind"
            checked={each === kind}
            disabled={reasons[each] !== null}
            onChange={() => choose(each)}
          />
          <span>
            <strong>{messages[each]}</strong>
            <small>{reasons[each] ?? messages[`${each}_about`]}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
