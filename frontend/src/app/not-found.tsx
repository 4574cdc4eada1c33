// An address that leads nowhere.
import { Link } from '@tanstack/react-router';
import { Empty } from '../shared/ui/state';
import { useWords } from './messages/words';
import { Shell } from './shell';

export function NotFound() {
  const words = useWords();
  return (
    <Shell>
      <Empty title={words.noPath} isPage>
        <Link to="/" className="button">
          {words.toTheBeginning}
        </Link>
      </Empty>
    </Shell>
  );
}
