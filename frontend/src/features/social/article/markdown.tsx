// An article's Markdown on the page. Whatever the text is, the page around it is shown: at worst the text is plain.
import { Component, type ReactNode, useLayoutEffect, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import { renderSafeHtml } from './markdown-html';
import { markPassage } from './passage-place';
import { findVideoPlaces, markVideoPlaces, type VideoPlace } from './video-places';
import './markdown.css';

interface MarkdownProps {
  text: string;
  /** The address's fragment; where it names a passage of the text, the passage is marked. */
  fragment?: string | undefined;
  /** Shows a video in place of its address; where that is nothing, the address stays. */
  showVideo?: ((video: Omit<VideoPlace, 'block'>) => ReactNode) | undefined;
}

export function Markdown({ text, fragment, showVideo }: MarkdownProps) {
  return (
    <PlainTextOnError key={`${fragment ?? ''} ${text}`} text={text}>
      <RenderedMarkdown text={text} fragment={fragment} showVideo={showVideo} />
    </PlainTextOnError>
  );
}

function RenderedMarkdown({ text, fragment = '', showVideo }: MarkdownProps) {
  const html = useMemo(() => markVideoPlaces(renderSafeHtml(text)), [text]);
  const [article, setArticle] = useState<HTMLDivElement | null>(null);
  useLayoutEffect(() => {
    if (article) markPassage(article, text, fragment)?.scrollIntoView({ block: 'center' });
  }, [article, text, fragment]);
  const places = useMemo(() => (article ? findVideoPlaces(article) : []), [article]);
  return (
    <>
      <div ref={setArticle} className="markdown" dangerouslySetInnerHTML={{ __html: html }} />
      {places.map(({ block, ...video }, index) => createPortal(showVideo?.(video), block, String(index)))}
    </>
  );
}

class PlainTextOnError extends Component<{ text: string; children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <div className="markdown">
        <p className="markdown-plain" dir="auto">
          {this.props.text}
        </p>
      </div>
    );
  }
}
