// A button that asks before it acts, and says what will happen.
import { useId, useRef } from 'react';
import { useMessages } from '../messages/use-messages';
import './confirm-button.css';

interface Props {
  label: string;
  className: string;
  isDisabled: boolean;
  question: string;
  consequence: string;
  /** The label of the button that confirms; it names what is done. */
  action: string;
  /** The label of the button that does nothing; "Cancel" unless it is given. */
  dismissal?: string;
  /** What is done cannot be undone. */
  isDestructive?: boolean;
  onConfirm: () => void;
}

export function ConfirmButton({ label, className, isDisabled, question, consequence, action, ...choice }: Props) {
  const messages = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();

  function ask() {
    if (!dialog.current) return;
    dialog.current.returnValue = ''; // Escape keeps the previous return value
    dialog.current.showModal();
  }

  return (
    <>
      <button type="button" className={className} aria-haspopup="dialog" disabled={isDisabled} onClick={ask}>
        {label}
      </button>
      <dialog
        ref={dialog}
        className="confirm"
        aria-labelledby={id}
        aria-describedby={`${id}-consequence`}
        onClose={({ currentTarget }) => (currentTarget.returnValue === 'confirmed' ? choice.onConfirm() : undefined)}
      >
        <form method="dialog">
          <h2 id={id}>{question}</h2>
          <p id={`${id}-consequence`}>{consequence}</p>
          <p className="confirm-acts">
            <button type="submit" value="canceled" className="button">
              {choice.dismissal ?? messages.cancel}
            </button>
            <button
              type="submit"
              value="confirmed"
              className={choice.isDestructive ? 'button button-destructive' : 'button'}
            >
              {action}
            </button>
          </p>
        </form>
      </dialog>
    </>
  );
}
