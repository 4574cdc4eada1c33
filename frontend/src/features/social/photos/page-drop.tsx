// Accepts photos that are dropped or pasted anywhere on the page.
import { useEffect, useEffectEvent, useState } from 'react';
import { getPastedPictures } from '../../platform/uploads/files';
import { useMessages } from './messages/use-messages';

const carriesFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;

export function PageDrop({ add }: { add: (files: File[]) => void }) {
  const [isOver, setOver] = useState(false);
  const messages = useMessages();
  const addFiles = useEffectEvent(add);

  useEffect(() => {
    const handleDragOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault(); // otherwise the browser would open the file
      setOver(true);
    };
    const handleDragLeave = (event: DragEvent) => {
      if (!event.relatedTarget) setOver(false);
    };
    const handleDrop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(false);
      addFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const handlePaste = (event: ClipboardEvent) => {
      const pictures = getPastedPictures(event.clipboardData);
      if (pictures.length === 0) return;
      event.preventDefault();
      addFiles(pictures);
    };
    addEventListener('dragover', handleDragOver);
    addEventListener('dragleave', handleDragLeave);
    addEventListener('drop', handleDrop);
    addEventListener('paste', handlePaste);
    return () => {
      removeEventListener('dragover', handleDragOver);
      removeEventListener('dragleave', handleDragLeave);
      removeEventListener('drop', handleDrop);
      removeEventListener('paste', handlePaste);
    };
  }, []);

  return isOver ? (
    <div className="page-drop" aria-hidden="true">
      <p>{messages.dropToAdd}</p>
    </div>
  ) : null;
}
