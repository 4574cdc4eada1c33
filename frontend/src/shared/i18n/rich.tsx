// A message with marked parts, such as `New here? <link>Make an account</link>`, each drawn by a function of its words.
import { Fragment, type ReactNode } from 'react';

interface Props {
  text: string;
  parts: Record<string, (words: string) => ReactNode>;
}

export function Rich({ text, parts }: Props) {
  return text
    .split(/(<\w+>[^<]*<\/\w+>)/)
    .map((piece, place) => <Fragment key={place}>{drawn(piece, parts)}</Fragment>);
}

function drawn(piece: string, parts: Props['parts']): ReactNode {
  const [, name = '', words = ''] = /^<(\w+)>([^<]*)<\/\w+>$/.exec(piece) ?? [];
  return parts[name]?.(words) ?? piece;
}
