// Renews the signed address of an image that fails to load, a limited number of times.
import { useRef, useState } from 'react';

const MAX_ATTEMPTS = 2;

/** `renewUrl` reads the address again. Use `attempt` as the image's key; once it is null, show a fallback. */
export function useUrlRenewal(renewUrl: () => Promise<unknown>) {
  const failures = useRef(0);
  const [attempt, setAttempt] = useState<number | null>(0);

  async function onError() {
    if (failures.current++ >= MAX_ATTEMPTS) {
      setAttempt(null);
      return;
    }
    await renewUrl();
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
