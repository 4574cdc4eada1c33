// Where an article has a video: a paragraph that is the address of one on this site, and nothing else.

export interface VideoPlace {
  /** The block that the video is shown in, after the paragraph of its address. */
  block: Element;
  id: string;
  /** The second to start at, or null. */
  startAt: number | null;
}

/** Each is a request of its own; further ones stay links. */
const MAX_VIDEOS = 10;
const PATH = /^\/videos\/(video_[0-9a-z]+)\/?$/;

/** Put each top-level paragraph that is the address of a video into a block of its own. */
export function markVideoPlaces(html: string): string {
  const template = document.createElement('template');
  template.innerHTML = html;
  const paragraphs = [...template.content.children].filter((each) => readParagraph(each)).slice(0, MAX_VIDEOS);
  if (paragraphs.length === 0) return html;
  for (const paragraph of paragraphs) {
    const block = document.createElement('div');
    block.className = 'markdown-video';
    paragraph.replaceWith(block);
    block.append(paragraph);
  }
  return template.innerHTML;
}

/** Return the blocks that were made for videos, in order. */
export function findVideoPlaces(article: Element): VideoPlace[] {
  return [...article.querySelectorAll(':scope > .markdown-video')].flatMap((block) => {
    const video = block.firstElementChild && readParagraph(block.firstElementChild);
    return video ? [{ block, ...video }] : [];
  });
}

function readParagraph(paragraph: Element): Omit<VideoPlace, 'block'> | null {
  const [link, ...others] = paragraph.childNodes;
  if (paragraph.tagName !== 'P' || others.length > 0 || !(link instanceof Element)) return null;
  const address = link.getAttribute('href') ?? '';
  // A link with words of its own stays a link.
  if (link.textContent !== address || !address.startsWith(`${location.origin}/`)) return null;
  const url = new URL(address);
  const [, id] = PATH.exec(url.pathname) ?? [];
  if (!id) return null;
  const seconds = Number(url.searchParams.get('t') ?? Number.NaN);
  return { id, startAt: Number.isFinite(seconds) && seconds >= 0 ? seconds : null };
}
