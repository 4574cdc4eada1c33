// Publishes the article or its changes, discards changes, takes the article back; and sets its visibility.
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { ConfirmButton } from '../../../shared/ui/confirm-button';
import { notify } from '../../../shared/ui/notices';
import { useMessages } from './messages/use-messages';
import type { DraftEditor, StateChange } from './use-draft-editor';
import { VisibilityChoice } from './visibility-choice';
import './publish-bar.css';

export const PublishFields = graphql(`
  fragment PublishFields on Post {
    id
    state
    revision {
      version
    }
    photos(first: 20) {
      edges {
        node {
          id
          state
        }
      }
    }
  }
`);

export function PublishBar({ post: masked, editor }: { post: FragmentOf<typeof PublishFields>; editor: DraftEditor }) {
  const { id, state, revision, photos } = readFragment(PublishFields, masked);
  const messages = useMessages();
  const navigate = useNavigate();
  const [isBusy, setBusy] = useState(false);
  const hasChanges = revision !== null || editor.saving.state !== 'saved';
  const unfinishedPhotos =
    photos?.edges.filter(({ node }) => node?.state === 'PROCESSING' || node?.state === 'AWAITING_UPLOAD').length ?? 0;
  const outcomes = {
    publish: messages.published,
    publishRevision: messages.changesPublished,
    unpublish: messages.movedToDrafts,
    discardRevision: messages.changesDiscarded,
  };

  async function changeState(change: StateChange) {
    setBusy(true);
    const refusal = await editor.changeState(change);
    setBusy(false);
    notify(refusal ?? outcomes[change]);
    const isPublication = change === 'publish' || change === 'publishRevision';
    if (isPublication && refusal === null) await navigate({ to: '/posts/$postId', params: { postId: id } });
  }

  const isDisabled = isBusy || editor.conflict !== null;
  const button = (change: 'publish' | 'publishRevision', label: string) => (
    <button type="button" className="button button-main" disabled={isDisabled} onClick={() => void changeState(change)}>
      {label}
    </button>
  );

  return (
    <div className="publish">
      <VisibilityChoice value={editor.content.visibility} change={(visibility) => editor.change({ visibility })} />
      {state === 'DRAFT' && unfinishedPhotos > 0 ? (
        <p className="publish-note">{messages.photosFollow({ count: unfinishedPhotos })}</p>
      ) : null}
      {state === 'PUBLISHED' ? (
        <p className="publish-note" role="status">
          {hasChanges ? messages.unpublishedChangesHint : messages.readersSeeThis}
        </p>
      ) : null}
      <div className="publish-acts">
        <Link to="/posts/$postId" params={{ postId: id }} className="button">
          {messages.view}
        </Link>
        {state === 'PUBLISHED' ? (
          <ConfirmButton
            label={messages.unpublish}
            className="button button-plain"
            isDisabled={isDisabled}
            question={messages.confirmUnpublish({ count: 1 })}
            consequence={messages.unpublishConsequence}
            action={messages.unpublishSelected({ count: 1 })}
            onConfirm={() => void changeState('unpublish')}
          />
        ) : (
          button('publish', messages.publish)
        )}
        {state === 'PUBLISHED' && hasChanges ? (
          <>
            <ConfirmButton
              label={messages.discardChanges}
              className="button button-plain"
              isDisabled={isDisabled}
              question={messages.confirmDiscardChanges}
              consequence={messages.discardChangesConsequence}
              action={messages.discardChanges}
              isDestructive
              onConfirm={() => void changeState('discardRevision')}
            />
            {button('publishRevision', messages.update)}
          </>
        ) : null}
      </div>
    </div>
  );
}
