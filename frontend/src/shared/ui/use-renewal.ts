// An image whose address has expired: ask for a fresh one and try again, but not for ever.
import { useRef, useState } from 'react';

const ATTEMPTS = 2;

/** `ask` reads the address again. Give `attempt` to the image as its key, and stand something else there once it is null. */
export function useRenewal(ask: () => Promise<unknown>) {
  const failures = useRef(0);
  const [attempt, setAttempt] = useState<number | null>(0);

  async function onError() {
    if (failures.current++ >= ATTEMPTS) {
      setAttempt(null);
      return;
    }
    await ask();
    setAttempt((count) => (count ?? 0) + 1);
  }

  return {
    attempt,
    onError: () => void onError(),
    onLoad: () => {
      failures.current = 0;
    },
  };
}
