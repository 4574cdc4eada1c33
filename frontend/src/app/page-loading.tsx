// Shown while a page's code loads.
import { Loading } from '../shared/ui/state';
import { useMessages } from './messages/use-messages';

export function PageLoading() {
  const messages = useMessages();
  return (
    <div className="page">
      <Loading what={messages.loadingPage} />
    </div>
  );
}
