// What a visitor sees when the site cannot start.
export function Problem({ error }: { error: unknown }) {
  return (
    <main style={{ maxWidth: '40rem', margin: '10vh auto', padding: '0 24px' }}>
      <h1>Waymark cannot start</h1>
      <p>{error instanceof Error ? error.message : String(error)}</p>
    </main>
  );
}
