// A form for the owner of a channel: to create it, and to change what it says and its banner.
import { type SyntheticEvent, useState } from 'react';
import { notify } from '../../../shared/ui/notices';
import { TextArea, TextInput } from '../../../shared/ui/text-field';
import { BannerField } from './banner-field';
import { type Banner, type EditedChannel, useChannelChanges } from './edited-channel';
import { useMessages } from './messages/use-messages';

const MAX_HANDLE = 30;
const MAX_TITLE = 60;
const MAX_DESCRIPTION = 1000;

interface Props {
  /** The channel to change; null creates one. */
  channel: EditedChannel | null;
  onSaved: (handle: string) => void;
}

export function EditChannel({ channel, onSaved }: Props) {
  const messages = useMessages();
  const { createChannel, updateChannel } = useChannelChanges();
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const [words, setWords] = useState({
    handle: channel?.handle ?? '',
    title: channel?.title ?? '',
    description: channel?.description ?? '',
  });
  const [banner, setBanner] = useState<Banner | null>(channel?.banner ?? null);
  const edit = (name: keyof typeof words) => (event: { target: { value: string } }) =>
    setWords({ ...words, [name]: event.target.value });

  async function save(event: SyntheticEvent) {
    event.preventDefault();
    setIsSaving(true);
    const change = channel ? await updateChannel(channel, { ...words, banner }) : await createChannel(words);
    setIsSaving(false);
    setProblem(change.problem);
    if (change.problem) return;
    notify(messages.saved);
    onSaved(change.handle);
  }

  return (
    <form className="upload-video" onSubmit={(event) => void save(event)}>
      <label className="field">
        {messages.handle}
        <TextInput
          className="input"
          required
          autoCapitalize="none"
          autoComplete="off"
          maxCharacters={MAX_HANDLE}
          aria-describedby="handle-hint"
          value={words.handle}
          onChange={edit('handle')}
        />
      </label>
      <small id="handle-hint">{messages.handleHint}</small>
      <label className="field">
        {messages.title}
        <TextInput className="input" required maxCharacters={MAX_TITLE} value={words.title} onChange={edit('title')} />
      </label>
      <label className="field">
        {messages.description}
        <TextArea
          className="input"
          rows={4}
          maxCharacters={MAX_DESCRIPTION}
          value={words.description}
          onChange={edit('description')}
        />
      </label>
      {channel ? <BannerField banner={banner} choose={setBanner} /> : null}
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      <button type="submit" className="button button-main" disabled={isSaving}>
        {channel ? messages.save : messages.create}
      </button>
    </form>
  );
}
