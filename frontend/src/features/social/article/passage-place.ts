// The place of a passage in an article on the page: the address's fragment names it in code points of the text.

const FRAGMENT = /^passage-(\d+)-(\d+)$/;
const BLOCKS = 'p, li, h1, h2, h3, h4, h5, h6, td, th, pre';
/** So many letters tell blocks apart; more could end where a link or a picture begins. */
const LETTERS = 40;

/** Give the block in which a passage begins the fragment as its id, so that it can be shown and focused. */
export function markPassage(article: HTMLElement, text: string, fragment: string): HTMLElement | null {
  const [, start, end] = FRAGMENT.exec(fragment) ?? [];
  if (start === undefined || end === undefined) return null;
  const passage = Array.from(text).slice(Number(start), Number(end)).join('');
  const block = findBlock(article, passage);
  if (!block) return null;
  block.id = fragment;
  block.tabIndex = -1;
  block.classList.add('passage');
  return block;
}

function findBlock(article: HTMLElement, passage: string): HTMLElement | undefined {
  const letters = getLetters(passage.split(/\n[ \t]*\n/)[0] ?? '').slice(0, LETTERS);
  if (!letters) return undefined;
  const blocks = [...article.querySelectorAll<HTMLElement>(BLOCKS)];
  return blocks.find((block) => getLetters(block.textContent).includes(letters));
}

/** Letters and digits only: marks of Markdown and the quotation marks that replace typed ones are left out. */
function getLetters(text: string): string {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '');
}
