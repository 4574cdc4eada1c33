// Where a video or a livestream is pinned: a small map for everybody, and for its owner the editor, loaded once it is opened.
import { lazy, Suspense, useState } from 'react';
import { PinEditorFields } from '../../features/platform/map/pin-editor';
import { useMessages } from '../../features/platform/map/messages/use-messages';
import { Places } from '../../features/platform/map/pinned-places';
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { Loading } from '../../shared/ui/state';

const PinEditor = lazy(async () => ({ default: (await import('../../features/platform/map/pin-editor')).PinEditor }));

export const PinnedFields = graphql(
  `
    fragment PinnedFields on PinConnection {
      edges {
        node {
          id
          placeName
          position {
            latitude
            longitude
          }
        }
      }
      ...PinEditorFields
    }
  `,
  [PinEditorFields],
);

interface Props {
  subject: { id: string; title: string; pins: FragmentOf<typeof PinnedFields> | null };
  isOwn: boolean;
}

export function PinnedSubject({ subject: { id, title, pins: masked }, isOwn }: Props) {
  const pins = readFragment(PinnedFields, masked);
  const [isEditing, setIsEditing] = useState(false);
  return (
    <>
      {/* The editor has a map with the same pins. */}
      {isEditing ? null : <Places title={title} pins={pins?.edges.flatMap(({ node }) => (node ? [node] : [])) ?? []} />}
      {isOwn ? <OwnPlaces subjectId={id} pins={pins} isOpen={isEditing} onToggle={setIsEditing} /> : null}
    </>
  );
}

interface OwnProps {
  subjectId: string;
  pins: FragmentOf<typeof PinEditorFields> | null;
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
}

function OwnPlaces({ subjectId, pins, isOpen, onToggle }: OwnProps) {
  const messages = useMessages();
  return (
    <details className="edit-video" onToggle={({ currentTarget }) => onToggle(currentTarget.open)}>
      <summary>{messages.pinPlaces}</summary>
      {isOpen ? (
        <Suspense fallback={<Loading what={messages.loadingMap} />}>
          <PinEditor subjectId={subjectId} pins={pins} />
        </Suspense>
      ) : null}
    </details>
  );
}
