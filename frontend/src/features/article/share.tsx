// The article's address, given away: by the phone's own sheet, or copied.
import { say } from '../../shared/ui/notices';
import { useWords } from './messages/words';

export function Share({ title }: { title: string }) {
  const words = useWords();

  async function share() {
    const url = location.origin + location.pathname;
    if (typeof navigator.share === 'function' && matchMedia('(pointer: coarse)').matches) {
      await navigator.share({ title, url }).catch(() => undefined); // closing the sheet is no failure
      return;
    }
    await navigator.clipboard.writeText(url).then(
      () => say(words.copied),
      () => say(words.notCopied),
    );
  }

  return (
    <button type="button" className="button button-plain" onClick={() => void share()}>
      {words.share}
    </button>
  );
}
