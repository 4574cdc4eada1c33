// A form that announces a livestream.
import { type SyntheticEvent, useState } from 'react';
import { TextArea, TextInput } from '../../../shared/ui/text-field';
import { useMessages } from './messages/use-messages';
import { type Audience, useStreamActs } from './stream-acts';

const AUDIENCES = ['PUBLIC', 'FOLLOWERS', 'AUTHOR'] as const;
const MAX_TITLE = 120;
const MAX_DESCRIPTION = 5000;
const EMPTY: { title: string; description: string; audience: Audience; time: string } = {
  title: '',
  description: '',
  audience: 'PUBLIC',
  time: '',
};

export function NewStream({ onCreated }: { onCreated: () => void }) {
  const messages = useMessages();
  const { createStream } = useStreamActs();
  const [values, setValues] = useState(EMPTY);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const edit = (name: keyof typeof values) => (event: { target: { value: string } }) =>
    setValues({ ...values, [name]: event.target.value });

  async function create(event: SyntheticEvent) {
    event.preventDefault();
    setIsSaving(true);
    const { time, ...words } = values;
    const refusal = await createStream({ ...words, scheduledFor: time ? new Date(time).toISOString() : null });
    setIsSaving(false);
    setProblem(refusal);
    if (refusal) return;
    setValues(EMPTY);
    onCreated();
  }

  return (
    <form className="upload-video" onSubmit={(event) => void create(event)}>
      <label className="field">
        {messages.title}
        <TextInput className="input" required maxCharacters={MAX_TITLE} value={values.title} onChange={edit('title')} />
      </label>
      <label className="field">
        {messages.description}
        <TextArea
          className="input"
          rows={3}
          maxCharacters={MAX_DESCRIPTION}
          value={values.description}
          onChange={edit('description')}
        />
      </label>
      <label className="field">
        {messages.time}
        <input className="input" type="datetime-local" value={values.time} onChange={edit('time')} />
      </label>
      <label className="field">
        {messages.audience}
        <select className="input" value={values.audience} onChange={edit('audience')}>
          {AUDIENCES.map((name) => (
            <option key={name} value={name}>
              {messages[name]}
            </option>
          ))}
        </select>
      </label>
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      <button type="submit" className="button button-main" disabled={isSaving}>
        {messages.create}
      </button>
    </form>
  );
}
