// An article's Markdown on the page. Whatever the text is, the page around it is shown: at worst the text is plain.
import { Component, type ReactNode, useLayoutEffect, useMemo, useRef } from 'react';
import { renderSafeHtml } from './markdown-html';
import { markPassage } from './passage-place';
import './markdown.css';

interface MarkdownProps {
  text: string;
  /** The address's fragment; where it names a passage of the text, the passage is marked. */
  fragment?: string | undefined;
}

export function Markdown({ text, fragment }: MarkdownProps) {
  return (
    <PlainTextOnError key={`${fragment ?? ''} ${text}`} text={text}>
      <RenderedMarkdown text={text} fragment={fragment} />
    </PlainTextOnError>
  );
}

function RenderedMarkdown({ text, fragment = '' }: MarkdownProps) {
  const html = useMemo(() => renderSafeHtml(text), [text]);
  const article = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (article.current) markPassage(article.current, text, fragment)?.scrollIntoView({ block: 'center' });
  }, [text, fragment]);
  return <div ref={article} className="markdown" dangerouslySetInnerHTML={{ __html: html }} />;
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
