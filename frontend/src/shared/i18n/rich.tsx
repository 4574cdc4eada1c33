// Renders a message with tagged parts, such as `New here? <link>Create account</link>`, each by its own function.
import { Fragment, type ReactNode } from 'react';

interface Props {
  text: string;
  parts: Record<string, (words: string) => ReactNode>;
}

export function RichMessage({ text, parts }: Props) {
  return text
    .split(/(<\w+>[^<]*<\/\w+>)/)
    .map((piece, index) => <Fragment key={index}>{renderPiece(piece, parts)}</Fragment>);
}

function renderPiece(piece: string, parts: Props['parts']): ReactNode {
  const [, name = '', words = ''] = /^<(\w+)>([^<]*)<\/\w+>$/.exec(piece) ?? [];
  return parts[name]?.(words) ?? piece;
}
