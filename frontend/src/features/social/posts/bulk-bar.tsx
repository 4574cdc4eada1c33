// Bulk actions for selected articles; failures are listed per article.
import { useRef, useState } from 'react';
import { useClient } from 'urql';
import { ConfirmButton } from '../../../shared/ui/confirm-button';
import { focusElement } from '../../../shared/ui/preserve-focus';
import { type BulkPost, type BulkChange, applyToAll, type Outcome } from './bulk-change';
import { useMessages } from './messages/use-messages';
import './bulk-bar.css';

interface Props {
  selected: readonly BulkPost[];
  /** Select only these: the failed ones, to retry. */
  setSelected: (ids: readonly string[]) => void;
  setRunning: (isBusy: boolean) => void;
}

export function BulkBar({ selected, setSelected, setRunning }: Props) {
  const client = useClient();
  const messages = useMessages();
  const status = useRef<HTMLParagraphElement>(null);
  const [visibility, setVisibility] = useState<BulkPost['visibility'] | ''>('');
  const [finishedCount, setFinishedCount] = useState<number | null>(null);
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([]);
  const failed = outcomes.filter(({ errorMessage }) => errorMessage !== null);
  const isBusy = finishedCount !== null;
  const count = selected.length;

  async function applyChange(change: BulkChange) {
    if (status.current) focusElement(status.current); // the bar disappears with the selection
    setOutcomes([]);
    setVisibility('');
    setFinishedCount(0);
    setRunning(true);
    const all = await applyToAll(client, selected, change, setFinishedCount);
    setFinishedCount(null);
    setRunning(false);
    setOutcomes(all);
    setSelected(all.filter(({ errorMessage }) => errorMessage !== null).map(({ post }) => post.id));
  }

  return (
    <>
      {count > 0 ? (
        <div className="bulk" role="group" aria-label={messages.withSelected}>
          <strong>{messages.selected({ count })}</strong>
          <button type="button" className="button" disabled={isBusy} onClick={() => void applyChange('publish')}>
            {messages.publish}
          </button>
          <ConfirmButton
            label={messages.unpublish}
            className="button"
            isDisabled={isBusy}
            question={messages.confirmUnpublish({ count })}
            consequence={messages.unpublishConsequence}
            action={messages.unpublishSelected({ count })}
            onConfirm={() => void applyChange('unpublish')}
          />
          <select
            className="input bulk-visibility"
            aria-label={messages.changeVisibility}
            disabled={isBusy}
            value={visibility}
            onChange={(event) => setVisibility(event.target.value as BulkPost['visibility'])}
          >
            <option value="" disabled>
              {messages.changeVisibility}
            </option>
            <option value="PUBLIC">{messages.PUBLIC}</option>
            <option value="FOLLOWERS">{messages.FOLLOWERS}</option>
            <option value="PRIVATE">{messages.PRIVATE}</option>
          </select>
          {/* A press of its own: with the arrow keys one passes by the other choices. */}
          {visibility ? (
            <button type="button" className="button" disabled={isBusy} onClick={() => void applyChange({ visibility })}>
              {messages.apply}
            </button>
          ) : null}
          <ConfirmButton
            label={messages.delete}
            className="button button-destructive"
            isDisabled={isBusy}
            question={messages.confirmDelete({ count })}
            consequence={messages.deleteWarning}
            action={messages.deleteSelected({ count })}
            isDestructive
            onConfirm={() => void applyChange('delete')}
          />
          <button type="button" className="button button-plain" disabled={isBusy} onClick={() => setSelected([])}>
            {messages.clearSelection}
          </button>
        </div>
      ) : null}
      <p ref={status} className="bulk-outcome" role="status">
        {isBusy
          ? messages.updating({ ended: finishedCount, of: count })
          : outcomes.length > 0
            ? messages.updated({ count: outcomes.length - failed.length })
            : ''}
      </p>
      {failed.length > 0 ? (
        <div className="problem" role="alert">
          <p>{messages.notUpdated({ count: failed.length })}</p>
          <ul>
            {failed.map(({ post, errorMessage }) => (
              <li key={post.id}>
                <strong dir="auto">{post.title}</strong>: {errorMessage}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  );
}
