// The article editor's form: saves automatically, and offers unsaved text found on this device.
import { type ComponentProps, lazy, type ReactNode, type RefObject, Suspense, useState } from 'react';
import { RichMessage } from '../../../shared/i18n/rich';
import { TimeAgo } from '../../../shared/ui/time-ago';
import { Markdown } from '../article/markdown';
import { useMessages } from './messages/use-messages';
import type { DraftEditor } from './use-draft-editor';
import { takeCharacters } from '../../../shared/text';
import { TextArea } from '../../../shared/ui/text-field';
import { TagField } from './tag-field';
import './draft-form.css';

const BothVersions = lazy(async () => ({ default: (await import('./version-conflict')).VersionConflict }));

interface Props {
  editor: DraftEditor;
  /** The field of the story, while it is shown. */
  storyField?: RefObject<HTMLTextAreaElement | null>;
  /** What is drawn under the story's text, in its very place. */
  underText?: ReactNode;
  /** What belongs beside the story. */
  beside?: ReactNode;
  /** Shows a video in the preview. */
  showVideo?: ComponentProps<typeof Markdown>['showVideo'];
}

export function DraftForm({ editor, storyField, underText, beside, showVideo }: Props) {
  const { content, change, saving, conflict } = editor;
  const messages = useMessages();
  const [isPreview, setPreview] = useState(false);
  const savingTexts = {
    saved: messages.saved,
    waiting: messages.notSavedYet,
    saving: messages.saving,
    failed: messages.notSaved,
    refused: messages.changeToSave,
  };

  return (
    <section className="draft" aria-label={messages.story}>
      <UnsavedTextOffer editor={editor} />
      {conflict ? (
        <Suspense>
          <BothVersions
            key={conflict.theirs.version}
            mine={content}
            conflict={conflict}
            resolve={editor.resolveConflict}
          />
        </Suspense>
      ) : null}
      <TextArea
        className="draft-title"
        aria-label={messages.title}
        placeholder={messages.title}
        maxCharacters={200}
        rows={1}
        value={content.title}
        onChange={(event) => change({ title: event.target.value.replaceAll('\n', ' ') })}
      />
      <p className="draft-bar">
        <button type="button" className="button" aria-pressed={isPreview} onClick={() => setPreview(!isPreview)}>
          {isPreview ? messages.backToEditing : messages.preview}
        </button>
        <span role="status" className={`draft-${saving.state}`}>
          {savingTexts[saving.state]}
          {saving.problem ? `: ${saving.problem}` : ''}
        </span>
        {saving.state === 'failed' && !conflict ? (
          <button type="button" className="button button-plain" onClick={() => void editor.saveNow()}>
            {messages.saveNow}
          </button>
        ) : null}
      </p>
      <div className="draft-story">
        {isPreview ? (
          <Markdown text={content.body} showVideo={showVideo} />
        ) : (
          <div className="draft-paper">
            {underText}
            <TextArea
              ref={storyField}
              className="input draft-body"
              aria-label={messages.storyInMarkdown}
              placeholder={messages.storyPlaceholder}
              maxCharacters={50_000}
              value={content.body}
              onChange={(event) => change({ body: event.target.value })}
            />
          </div>
        )}
        {beside}
      </div>
      <TagField tags={content.tags} change={(tags) => change({ tags })} />
    </section>
  );
}

function UnsavedTextOffer({ editor: { unsaved, restore, discard } }: { editor: DraftEditor }) {
  const messages = useMessages();
  if (!unsaved) return null;
  return (
    <div className="draft-left" role="alert">
      <p>
        <RichMessage text={messages.unsavedText} parts={{ when: () => <TimeAgo at={unsaved.at} /> }} />
      </p>
      <blockquote dir="auto">
        {takeCharacters([unsaved.content.title, unsaved.content.body].filter(Boolean).join(' · '), 180)}
      </blockquote>
      <p>
        <button type="button" className="button button-main" onClick={restore}>
          {messages.restore}
        </button>
        <button type="button" className="button button-plain" onClick={discard}>
          {messages.discard}
        </button>
      </p>
    </div>
  );
}
