// Where this site's back end is: read once from /config.json, validated before anything else runs.
import * as v from 'valibot';

const Account = v.object({ label: v.string(), email: v.string(), password: v.string() });

const Config = v.object({
  region: v.string(),
  graphqlUrl: v.pipe(v.string(), v.url()),
  realtimeUrl: v.optional(v.pipe(v.string(), v.url())),
  apiKey: v.string(),
  userPoolId: v.string(),
  userPoolClientId: v.string(),
  cognitoEndpoint: v.optional(v.pipe(v.string(), v.url())),
  /** What confirms an account where no mail is sent: on a laptop. */
  confirmationCode: v.optional(v.string()),
  /** Another map than the bundled one: the address of a MapLibre style, `{scheme}` in it being light or dark. */
  mapStyle: v.optional(v.pipe(v.string(), v.url())),
  demoAccounts: v.optional(v.array(Account), []),
});

export type Config = v.InferOutput<typeof Config>;

/** Read the configuration, or throw an error that says what is wrong with it. */
export async function loadConfig(): Promise<Config> {
  const answer = await fetch('/config.json');
  if (!answer.ok) throw new Error(`/config.json is missing (${answer.status}). Start the system with "make run".`);
  const parsed = v.safeParse(Config, await answer.json());
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  throw new Error(`/config.json is wrong: ${problems.join('; ')}`);
}
