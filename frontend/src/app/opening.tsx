// What stands there while the files of a page are on their way, once that takes a while.
import { Waiting } from '../shared/ui/state';
import { useWords } from './messages/words';

export function Opening() {
  const words = useWords();
  return (
    <div className="page">
      <Waiting what={words.openingPage} />
    </div>
  );
}
