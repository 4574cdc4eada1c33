// What to do with the posts that were chosen; deleting names their number first, refusals are told per post.
import { useRef, useState } from 'react';
import { useClient } from 'urql';
import { take } from '../../shared/ui/keep-focus';
import { type BulkPost, type Change, changeAll, type Outcome } from './bulk';
import { useWords } from './messages/words';
import './bulk-bar.css';

interface Props {
  selected: readonly BulkPost[];
  /** Keep only these chosen: those that were refused, to try again. */
  keep: (ids: readonly string[]) => void;
  busy: (isBusy: boolean) => void;
}

export function BulkBar({ selected, keep, busy }: Props) {
  const client = useClient();
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const told = useRef<HTMLParagraphElement>(null);
  const [readers, setReaders] = useState<BulkPost['visibility'] | ''>('');
  const [ended, setEnded] = useState<number | null>(null);
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([]);
  const refused = outcomes.filter(({ refusal }) => refusal !== null);
  const isBusy = ended !== null;
  const count = selected.length;

  async function act(change: Change) {
    if (told.current) take(told.current); // the bar goes with the last that is chosen
    setOutcomes([]);
    setReaders('');
    setEnded(0);
    busy(true);
    const all = await changeAll(client, selected, change, setEnded);
    setEnded(null);
    busy(false);
    setOutcomes(all);
    keep(all.filter(({ refusal }) => refusal !== null).map(({ post }) => post.id));
  }

  function ask() {
    if (!dialog.current) return;
    dialog.current.returnValue = ''; // Escape leaves what was answered before
    dialog.current.showModal();
  }

  return (
    <>
      {count > 0 ? (
        <div className="bulk" role="group" aria-label={words.withChosen}>
          <strong>{words.chosen({ count })}</strong>
          <button type="button" className="button" disabled={isBusy} onClick={() => void act('publish')}>
            {words.publish}
          </button>
          <button type="button" className="button" disabled={isBusy} onClick={() => void act('unpublish')}>
            {words.takeBack}
          </button>
          <select
            className="input bulk-visibility"
            aria-label={words.changeReaders}
            disabled={isBusy}
            value={readers}
            onChange={(event) => setReaders(event.target.value as BulkPost['visibility'])}
          >
            <option value="" disabled>
              {words.changeReaders}
            </option>
            <option value="PUBLIC">{words.PUBLIC}</option>
            <option value="FOLLOWERS">{words.FOLLOWERS}</option>
            <option value="PRIVATE">{words.PRIVATE}</option>
          </select>
          {/* A press of its own: with the arrow keys one passes by the other choices. */}
          {readers ? (
            <button type="button" className="button" disabled={isBusy} onClick={() => void act({ visibility: readers })}>
              {words.changeIt}
            </button>
          ) : null}
          <button type="button" className="button bulk-delete" disabled={isBusy} onClick={ask}>
            {words.delete}
          </button>
          <button type="button" className="button button-plain" disabled={isBusy} onClick={() => keep([])}>
            {words.chooseNone}
          </button>
        </div>
      ) : null}
      <p ref={told} className="bulk-told" role="status">
        {isBusy ? words.workingOn({ ended, of: count }) : outcomes.length > 0 ? words.done({ count: outcomes.length - refused.length }) : ''}
      </p>
      {refused.length > 0 ? (
        <div className="problem" role="alert">
          <p>{words.notDone({ count: refused.length })}</p>
          <ul>
            {refused.map(({ post, refusal }) => (
              <li key={post.id}>
                <strong>{post.title}</strong>: {refusal}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <dialog ref={dialog} className="bulk-dialog" aria-labelledby="bulk-sure" onClose={({ currentTarget }) => (currentTarget.returnValue === 'delete' ? void act('delete') : undefined)}>
        <form method="dialog">
          <h2 id="bulk-sure">{words.deleteSure({ count })}</h2>
          <p>{words.deleteWhat}</p>
          <p className="bulk-acts">
            <button type="submit" value="keep" className="button">
              {words.keepThem}
            </button>
            <button type="submit" value="delete" className="button bulk-delete">
              {words.deleteThem({ count })}
            </button>
          </p>
        </form>
      </dialog>
    </>
  );
}
