// One's own profile: name, handle, words. A change made elsewhere in the meantime is never overwritten unseen.
import { type SyntheticEvent, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { say } from '../../shared/ui/notices';

export const ProfileFields = graphql(`
  fragment ProfileFields on User { id handle displayName bio version }
`);
const UPDATE = graphql(
  `
    mutation UpdateProfile($input: UpdateProfileInput!) {
      updateProfile(input: $input) { user { id ...ProfileFields } errors { code message path } }
    }
  `,
  [ProfileFields],
);

export function ProfileForm({ user: masked }: { user: FragmentOf<typeof ProfileFields> }) {
  const user = readFragment(ProfileFields, masked);
  const [{ fetching }, update] = useMutation(UPDATE);
  const [problem, setProblem] = useState<string | null>(null);

  async function save(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const value = (name: string) => (form.get(name) as string | null) ?? '';
    const changes = { displayName: value('displayName'), handle: value('handle'), bio: value('bio') };
    const { data, error } = await update({ input: { expectedVersion: user.version, ...changes } });
    const refusal = refusalOf(error, data?.updateProfile);
    setProblem(refusal);
    if (!refusal) say('Your profile is saved.');
  }

  return (
    <form className="profile" key={user.version} onSubmit={(event) => void save(event)}>
      <label className="field">
        Name
        <input className="input" name="displayName" maxLength={60} required defaultValue={user.displayName} />
      </label>
      <label className="field">
        Handle
        <input className="input" name="handle" pattern="[a-z0-9_]{3,30}" required defaultValue={user.handle} />
        <small>3 to 30 of a to z, 0 to 9 and _.</small>
      </label>
      <label className="field">
        About you
        <textarea className="input" name="bio" rows={3} maxLength={500} defaultValue={user.bio} />
      </label>
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      <button type="submit" className="button button-main" disabled={fetching}>
        Save
      </button>
    </form>
  );
}
