// An address that leads nowhere.
import { Link } from '@tanstack/react-router';
import { Empty } from '../shared/ui/state';

export function NotFound() {
  return (
    <main className="page">
      <Empty title="No path leads here">
        <Link to="/" className="button">
          Back to the beginning
        </Link>
      </Empty>
    </main>
  );
}
