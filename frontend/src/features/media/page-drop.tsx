// The whole page takes photos: dropped anywhere, or pasted.
import { useEffect, useEffectEvent, useState } from 'react';
import { pastedPictures } from './files';
import { useWords } from './messages/words';

const carriesFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;

export function PageDrop({ add }: { add: (files: File[]) => void }) {
  const [isOver, setOver] = useState(false);
  const words = useWords();
  const take = useEffectEvent(add);

  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault(); // without it the browser would leave the page for the file
      setOver(true);
    };
    const left = (event: DragEvent) => {
      if (!event.relatedTarget) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(false);
      take([...(event.dataTransfer?.files ?? [])]);
    };
    const paste = (event: ClipboardEvent) => {
      const pictures = pastedPictures(event.clipboardData);
      if (pictures.length === 0) return;
      event.preventDefault();
      take(pictures);
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', left);
    addEventListener('drop', drop);
    addEventListener('paste', paste);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', left);
      removeEventListener('drop', drop);
      removeEventListener('paste', paste);
    };
  }, []);

  return isOver ? (
    <div className="page-drop" aria-hidden="true">
      <p>{words.letGo}</p>
    </div>
  ) : null;
}
