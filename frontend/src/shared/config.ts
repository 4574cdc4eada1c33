// The site's configuration: read from /config.json and validated before anything else runs.
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
  /** The code that confirms accounts where no e-mail is sent (local). */
  confirmationCode: v.optional(v.string()),
  /** Where cameras publish by WHIP; without it they do so to Amazon IVS. */
  whipUrl: v.optional(v.pipe(v.string(), v.url())),
  /** The address of a MapLibre style to use instead of the bundled map; `{scheme}` becomes light or dark. */
  mapStyle: v.optional(v.pipe(v.string(), v.url())),
  demoAccounts: v.optional(v.array(Account), []),
});

export type Config = v.InferOutput<typeof Config>;

/** Read the configuration. Throws an error that names what is wrong with it. */
export async function loadConfig(): Promise<Config> {
  const answer = await fetch('/config.json');
  if (!answer.ok) throw new Error(`/config.json is missing (${answer.status}). Start the system with "make run".`);
  const parsed = v.safeParse(Config, await answer.json());
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  throw new Error(`/config.json is wrong: ${problems.join('; ')}`);
}
