// Markdown as safe HTML: what a text may carry is words, links, lists and quotes; never scripts, styles, frames or foreign images.
import DOMPurify from 'dompurify';
import { marked } from 'marked';
import { useMemo } from 'react';
import './markdown.css';

export function Markdown({ text }: { text: string }) {
  const html = useMemo(() => safeHtml(text), [text]);
  return <div className="markdown" dangerouslySetInnerHTML={{ __html: html }} />;
}

const TAGS = ['a', 'b', 'blockquote', 'br', 'code', 'del', 'em', 'h2', 'h3', 'h4', 'hr', 'i', 'li', 'ol', 'p', 'pre', 'strong', 'ul']; // prettier-ignore

/** Render Markdown, and keep only what `TAGS` names. Headings move one level down, under the article's own. */
export function safeHtml(text: string): string {
  const html = marked.parse(text, { async: false, gfm: true }).replaceAll(/(<\/?)h1\b/g, '$1h2');
  return DOMPurify.sanitize(html, { ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ['href', 'title'] });
}
