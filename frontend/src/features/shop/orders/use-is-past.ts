// Whether a moment has passed, which changes when it does.
import { useEffect, useState } from 'react';

export function useIsPast(moment: string): boolean {
  const [now, setNow] = useState(() => Date.now());
  const left = Date.parse(moment) - now;
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setNow(Date.now()), left + 500);
    return () => clearTimeout(timer);
  }, [left]);
  return left <= 0;
}
