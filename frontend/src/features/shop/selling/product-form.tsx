// Makes a product from an article: what it is, its picture, its words, and what buyers choose between.
import { type SyntheticEvent, useState } from 'react';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { useIdempotencyKey } from '../../../shared/graphql/idempotency-key';
import { isolate } from '../../../shared/text';
import { PictureFields } from '../../../shared/ui/picture';
import { TextArea, TextInput } from '../../../shared/ui/text-field';
import type { Kind } from '../catalogue/shop-address';
import { CurrencyField, TaxField, ZoneField } from './choice-fields';
import { KindChoice } from './kind-choice';
import { useMessages } from './messages/use-messages';
import { type OwnProduct, useProductChanges } from './own-product';
import { PhotoChoice } from './photo-choice';
import { createVariantDraft, parseTaxRate, readVariantDraft } from './variant-draft';
import { VariantFields } from './variant-fields';

export const SourceFields = graphql(
  `
    fragment SourceFields on Post {
      id
      title
      photos(first: 20) {
        edges {
          node {
            id
            state
            altText
            ...PictureFields
          }
        }
      }
      pins(first: 100) {
        edges {
          node {
            id
            placeName
          }
        }
      }
    }
  `,
  [PictureFields],
);

const TITLE_LENGTH = 120;
const DESCRIPTION_LENGTH = 5000;
const MAX_VARIANTS = 20;

interface Props {
  source: FragmentOf<typeof SourceFields>;
  /** What to begin with: the photo or the place that somebody wants to sell. */
  photoId: string | undefined;
  pinId: string | undefined;
  onCreate: (product: OwnProduct) => void;
}

export function ProductForm({ source: masked, photoId, pinId, onCreate }: Props) {
  const messages = useMessages();
  const source = readFragment(SourceFields, masked);
  const photos = source.photos?.edges.flatMap(({ node }) => (node?.state === 'LIVE' ? [node] : [])) ?? [];
  const pins = source.pins?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? [];
  const [kind, setKind] = useState<Kind>(pinId ? 'WALK' : photos.length > 0 ? 'PRINT' : 'BOOK');
  const [photo, setPhoto] = useState(photoId ?? photos[0]?.id);
  const [pin, setPin] = useState(pinId ?? pins[0]?.id);
  const [title, setTitle] = useState(source.title);
  const [description, setDescription] = useState('');
  const [currency, setCurrency] = useState('EUR');
  const [taxRate, setTaxRate] = useState('0');
  const [here] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [zone, setZone] = useState(here);
  const [drafts, setDrafts] = useState(() => [createVariantDraft()]);
  const { problem, isSending, submit } = useCreate(onCreate);

  function readInput() {
    const variants = drafts.map((draft) => readVariantDraft(draft, { kind, currency, zone }, messages));
    const rate = parseTaxRate(taxRate);
    const mistake = variants.find((each) => typeof each === 'string');
    if (mistake !== undefined) return mistake;
    if (rate === null) return messages.badTax;
    return {
      type: kind,
      subjectId: source.id,
      photoId: photo ?? null,
      pinId: kind === 'WALK' ? (pin ?? null) : null,
      title,
      description,
      currency,
      taxRate: rate,
      zone: here,
      variants: variants.filter((each) => typeof each !== 'string'),
    };
  }

  return (
    <form className="sell-form" onSubmit={(event) => submit(event, readInput())}>
      <KindChoice kind={kind} choose={setKind} hasPhoto={photos.length > 0} hasPlace={pins.length > 0} />
      {photos.length > 0 ? (
        <PhotoChoice
          legend={kind === 'PRINT' ? messages.photo : messages.previewPicture}
          photos={photos}
          chosenId={photo}
          choose={setPhoto}
        />
      ) : null}
      {kind === 'WALK' ? (
        <div className="sell-pair">
          <label className="field">
            {messages.place}
            <select className="input" value={pin} onChange={({ target }) => setPin(target.value)}>
              {pins.map(({ id, placeName }) => (
                <option key={id} value={id}>
                  {isolate(placeName ?? messages.unnamedPlace)}
                </option>
              ))}
            </select>
          </label>
          <ZoneField label={messages.zone} value={zone} onChange={setZone} />
        </div>
      ) : null}
      <label className="field">
        {messages.title}
        <TextInput
          className="input"
          required
          maxCharacters={TITLE_LENGTH}
          value={title}
          onChange={({ target }) => setTitle(target.value)}
        />
      </label>
      <label className="field">
        {messages.description}
        <TextArea
          className="input"
          rows={4}
          maxCharacters={DESCRIPTION_LENGTH}
          placeholder={messages.descriptionHint}
          value={description}
          onChange={({ target }) => setDescription(target.value)}
        />
      </label>
      <div className="sell-pair">
        <CurrencyField value={currency} onChange={setCurrency} />
        <TaxField value={taxRate} onChange={setTaxRate} />
      </div>
      <fieldset className="sell-variants">
        <legend>{kind === 'WALK' ? messages.dates : messages.options}</legend>
        {drafts.map((draft, index) => (
          <div key={draft.key} className="sell-variant">
            <VariantFields
              draft={draft}
              kind={kind}
              currency={currency}
              onChange={(next) => setDrafts(drafts.map((each) => (each.key === next.key ? next : each)))}
            />
            {drafts.length > 1 ? (
              <button
                type="button"
                className="button button-plain"
                aria-label={messages.removeOne({ name: draft.name || String(index + 1) })}
                onClick={() => setDrafts(drafts.filter((each) => each.key !== draft.key))}
              >
                {messages.remove}
              </button>
            ) : null}
          </div>
        ))}
        {drafts.length < MAX_VARIANTS ? (
          <button type="button" className="button" onClick={() => setDrafts([...drafts, createVariantDraft()])}>
            {kind === 'WALK' ? messages.addDate : messages.addOption}
          </button>
        ) : null}
      </fieldset>
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      <p className="sell-acts">
        <button type="submit" className="button button-main" aria-disabled={isSending || undefined}>
          {messages.publish}
        </button>
        <button type="submit" name="draft" className="button" aria-disabled={isSending || undefined}>
          {messages.saveDraft}
        </button>
      </p>
    </form>
  );
}

type CreateInput = Parameters<ReturnType<typeof useProductChanges>['create']>[0];

/** Create a product, and publish it unless the button for drafts was pressed; an unpublished one is handed on as well. */
function useCreate(onCreate: (product: OwnProduct) => void) {
  const { create, publish } = useProductChanges();
  const idempotencyKey = useIdempotencyKey();
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);

  async function send(input: CreateInput, isDraft: boolean): Promise<string | null> {
    const created = await create({ ...input, idempotencyKey: idempotencyKey.keyFor(input) });
    if (!created.product) return created.problem;
    const published = isDraft ? created : await publish(created.product);
    if (published.product) onCreate(published.product);
    return published.problem;
  }

  function submit(event: SyntheticEvent<HTMLFormElement, SubmitEvent>, input: CreateInput | string): void {
    event.preventDefault();
    if (isSending) return;
    if (typeof input === 'string') {
      setProblem(input);
      return;
    }
    setSending(true);
    const { submitter } = event.nativeEvent;
    const isDraft = submitter instanceof HTMLButtonElement && submitter.name === 'draft';
    void send(input, isDraft).then((found) => {
      setProblem(found);
      setSending(false);
    });
  }

  return { problem, isSending, submit };
}
