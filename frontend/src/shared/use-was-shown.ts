// Whether what a page is about was there before: who loses the right to it reads so, not that it never existed.
import { useState } from 'react';

export function useWasShown(shown: string | undefined, wanted: string): boolean {
  const [last, setLast] = useState<string>();
  if (shown !== undefined && shown !== last) setLast(shown);
  return last === wanted;
}
