// Shares the page's address through the phone's share sheet, or copies it.
import { notify } from '../../../shared/ui/notices';
import { useMessages } from './messages/use-messages';

export function Share({ title }: { title: string }) {
  const messages = useMessages();

  async function share() {
    const url = location.origin + location.pathname;
    if (typeof navigator.share === 'function' && matchMedia('(pointer: coarse)').matches) {
      await navigator.share({ title, url }).catch(() => undefined); // closing the share sheet is not an error
      return;
    }
    await navigator.clipboard.writeText(url).then(
      () => notify(messages.linkCopied),
      () => notify(messages.linkNotCopied),
    );
  }

  return (
    <button type="button" className="button button-plain" onClick={() => void share()}>
      {messages.share}
    </button>
  );
}
