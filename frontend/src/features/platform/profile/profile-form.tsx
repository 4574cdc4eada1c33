// The profile form: name, handle and bio. Changes made elsewhere are never overwritten unseen.
import { type SyntheticEvent, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { notify } from '../../../shared/ui/notices';
import { useMessages } from './messages/use-messages';
import { TextArea, TextInput } from '../../../shared/ui/text-field';
import './profile.css';

export const ProfileFields = graphql(`
  fragment ProfileFields on User {
    id
    handle
    displayName
    bio
    version
  }
`);
const UPDATE = graphql(
  `
    mutation UpdateProfile($input: UpdateProfileInput!) {
      updateProfile(input: $input) {
        user {
          id
          ...ProfileFields
        }
        errors {
          code
          message
          ... on RateLimited {
            retryAt
          }
          path
        }
      }
    }
  `,
  [ProfileFields],
);

const FIELDS = ['displayName', 'handle', 'bio'] as const;
type Typed = Partial<Record<(typeof FIELDS)[number], string>>;

interface Props {
  user: FragmentOf<typeof ProfileFields>;
  /** Reload the profile, because it was changed elsewhere. */
  reload: () => void;
}

export function ProfileForm({ user: masked, reload }: Props) {
  const user = readFragment(ProfileFields, masked);
  const messages = useMessages();
  const [{ fetching }, update] = useMutation(UPDATE);
  const [typed, setTyped] = useState<Typed>({});
  const [problem, setProblem] = useState<{ text: string; field: string | undefined } | null>(null);

  const isUnchanged = FIELDS.every((name) => typed[name] === undefined || typed[name] === user[name]);

  async function save(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    if (fetching || isUnchanged) return;
    // Send only edited fields, so that changes of other tabs stay.
    const { data, error } = await update({ input: { expectedVersion: user.version, ...typed } });
    const answer = data?.updateProfile;
    const errorMessage = describeWriteError(error, answer);
    const [first] = answer?.errors ?? [];
    if (first?.code === 'CONFLICT') reload();
    setProblem(
      errorMessage
        ? { text: first?.code === 'CONFLICT' ? messages.profileConflict : errorMessage, field: first?.path.at(-1) }
        : null,
    );
    if (errorMessage) return;
    setTyped({});
    notify(messages.profileSaved);
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
        {messages.name}
        <TextInput {...field('displayName')} maxCharacters={60} required autoComplete="nickname" />
      </label>
      <label className="field">
        {messages.handle}
        <input {...field('handle')} pattern="@?[A-Za-z0-9_]{3,30}" required autoCapitalize="none" spellCheck={false} />
        <small>{messages.handleRule}</small>
      </label>
      <label className="field">
        {messages.about}
        <TextArea {...field('bio')} rows={3} maxCharacters={500} />
      </label>
      {problem ? (
        <p className="problem" role="alert" id="profile-problem">
          {problem.text}
        </p>
      ) : null}
      <button type="submit" className="button button-main" aria-disabled={fetching || isUnchanged}>
        {messages.save}
      </button>
    </form>
  );
}
