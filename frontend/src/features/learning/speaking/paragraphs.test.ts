// What can be read aloud of an article.
import { expect, it } from 'vitest';
import { listParagraphs, toSpokenText } from './paragraphs';

it('lists paragraphs exactly as the article has them, each once', () => {
  const text = 'Rain all night.\n\n**The** old\nbridge.  \n\n\nRain all night.\n\nHi.';

  expect(listParagraphs(text)).toEqual(['Rain all night.', '**The** old\nbridge.']);
});

it('leaves out code, pictures, and what is too long', () => {
  const text = `\`\`\`\nlet it be here\n\`\`\`\n\n![a b c](d e f)\n\n${'word '.repeat(700)}\n\nWe can read this.`;

  expect(listParagraphs(text)).toEqual(['We can read this.']);
});

it('shows what is spoken, without marks of Markdown', () => {
  expect(toSpokenText('> **Boats** on [the river](https://a.example) `code` and *fog*')).toBe(
    'Boats on the river and fog',
  );
});
