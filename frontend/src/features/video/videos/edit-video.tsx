// A form for the owner of a video: what it says, its chapters, and who may watch it.
import { type SyntheticEvent, useState } from 'react';
import { notify } from '../../../shared/ui/notices';
import { TextArea, TextInput } from '../../../shared/ui/text-field';
import { parseChapters, writeChapters } from '../player/chapters';
import { type EditedVideo, useVideoChanges } from './edited-video';
import { useMessages } from './messages/use-messages';

const AUDIENCES = ['PUBLIC', 'FOLLOWERS', 'AUTHOR'] as const;
const MAX_TITLE = 120;
const MAX_DESCRIPTION = 5000;
const MAX_TEXT = 20_000;

interface Props {
  video: EditedVideo;
  onSaved: () => void;
}

export function EditVideo({ video, onSaved }: Props) {
  const messages = useMessages();
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const { updateWords, setAudience } = useVideoChanges();
  const [words, setWords] = useState({
    title: video.title,
    description: video.description,
    tags: video.tags.join(', '),
    chapters: writeChapters(video.chapters),
  });
  const [audience, chooseAudience] = useState(video.audience);
  const edit = (name: keyof typeof words) => (event: { target: { value: string } }) =>
    setWords({ ...words, [name]: event.target.value });

  /** Save the words, then the audience, and return why one was refused. */
  async function saveAll(): Promise<string | null> {
    const chapters = parseChapters(words.chapters);
    if (!chapters) return messages.wrongChapters;
    const tags = words.tags.split(',').map((tag) => tag.trim());
    const fields = { title: words.title, description: words.description, tags: tags.filter(Boolean), chapters };
    const change = await updateWords({ id: video.id, expectedVersion: video.version, ...fields });
    if (change.problem || audience === video.audience) return change.problem;
    const choice = await setAudience({ id: video.id, expectedVersion: change.version, audience });
    return choice.problem;
  }

  async function save(event: SyntheticEvent) {
    event.preventDefault();
    setIsSaving(true);
    const refusal = await saveAll();
    setIsSaving(false);
    setProblem(refusal);
    if (refusal) return;
    notify(messages.saved);
    onSaved();
  }

  return (
    <form className="upload-video" onSubmit={(event) => void save(event)}>
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
      <label className="field">
        {messages.tags}
        <TextInput className="input" maxCharacters={MAX_TEXT} value={words.tags} onChange={edit('tags')} />
      </label>
      <label className="field">
        {messages.chaptersByLine}
        <TextArea
          className="input"
          rows={4}
          maxCharacters={MAX_TEXT}
          value={words.chapters}
          onChange={edit('chapters')}
        />
      </label>
      <label className="field">
        {messages.audience}
        <select
          className="input"
          value={audience}
          onChange={({ target }) => chooseAudience(target.value as typeof audience)}
        >
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
        {messages.save}
      </button>
    </form>
  );
}
