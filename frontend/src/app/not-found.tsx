// An address that leads nowhere.
import { Link } from '@tanstack/react-router';
import { Empty } from '../shared/ui/state';
import { useWords } from './messages/words';

export function NotFound() {
  const words = useWords();
  return (
    <main className="page">
      <Empty title={words.noPath}>
        <Link to="/" className="button">
          {words.toTheBeginning}
        </Link>
      </Empty>
    </main>
  );
}
