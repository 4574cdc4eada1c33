// The state of an order or of a seller's part of it, in a word.
import { useMessages } from './messages/use-messages';
import './order-state.css';

type State = 'PENDING' | 'PAID' | 'EXPIRED' | 'CANCELLED' | 'WAITING' | 'PREPARING' | 'SHIPPED' | 'CONFIRMED' | 'DONE';

export function StateLabel({ state }: { state: State }) {
  const messages = useMessages();
  return <strong className={`order-state order-state-${state.toLowerCase()}`}>{messages[state]}</strong>;
}
