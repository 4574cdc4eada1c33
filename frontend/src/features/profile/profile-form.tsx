// One's own profile: name, handle, words. A change made elsewhere in the meantime is never overwritten unseen.
import { type SyntheticEvent, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { say } from '../../shared/ui/notices';
import { useWords } from './messages/words';
import './profile.css';

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

const FIELDS = ['displayName', 'handle', 'bio'] as const;
type Typed = Partial<Record<(typeof FIELDS)[number], string>>;

interface Props {
  user: FragmentOf<typeof ProfileFields>;
  /** Read the profile again: it was changed elsewhere. */
  reread: () => void;
}

export function ProfileForm({ user: masked, reread }: Props) {
  const user = readFragment(ProfileFields, masked);
  const words = useWords();
  const [{ fetching }, update] = useMutation(UPDATE);
  const [typed, setTyped] = useState<Typed>({});
  const [problem, setProblem] = useState<{ text: string; field: string | undefined } | null>(null);

  const isUnchanged = FIELDS.every((name) => typed[name] === undefined || typed[name] === user[name]);

  async function save(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    if (fetching || isUnchanged) return;
    // Only what was typed is sent: what another tab changed meanwhile stays.
    const { data, error } = await update({ input: { expectedVersion: user.version, ...typed } });
    const answer = data?.updateProfile;
    const refusal = refusalOf(error, answer);
    const [first] = answer?.errors ?? [];
    if (first?.code === 'CONFLICT') reread();
    setProblem(refusal ? { text: first?.code === 'CONFLICT' ? words.profileChanged : refusal, field: first?.path.at(-1) } : null);
    if (refusal) return;
    setTyped({});
    say(words.profileSaved);
  }

  const field = (name: (typeof FIELDS)[number]) => ({
    className: 'input',
    value: typed[name] ?? user[name],
    'aria-invalid': problem?.field === name,
    'aria-describedby': problem?.field === name ? 'profile-problem' : undefined,
    onChange: ({ target }: { target: { value: string } }) => setTyped({ ...typed, [name]: target.value }),
  });

  return (
    <form className="profile" onSubmit={(event) => void save(event)}>
      <label className="field">
        {words.name}
        <input {...field('displayName')} maxLength={60} required autoComplete="nickname" />
      </label>
      <label className="field">
        {words.handle}
        <input {...field('handle')} pattern="@?[A-Za-z0-9_]{3,30}" required autoCapitalize="none" spellCheck={false} />
        <small>{words.handleRule}</small>
      </label>
      <label className="field">
        {words.aboutYou}
        <textarea {...field('bio')} rows={3} maxLength={500} />
      </label>
      {problem ? (
        <p className="problem" role="alert" id="profile-problem">
          {problem.text}
        </p>
      ) : null}
      <button type="submit" className="button button-main" aria-disabled={fetching || isUnchanged}>
        {words.save}
      </button>
    </form>
  );
}
