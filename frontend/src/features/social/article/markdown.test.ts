// @vitest-environment jsdom
// Whatever an article's text is, the page around it stays.
import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Markdown } from './markdown';

it.each([
  ['a text', 'Rain **fell**', 'Rain fell'],
  // No string at all: the library throws, which is what the boundary is for.
  ['what cannot be parsed', ['Rain', ' fell'] as unknown as string, 'Rain fell'],
])('shows %s beside the rest of the page', async (_, text, words) => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  const errors = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => {
    vi.unstubAllGlobals();
    errors.mockRestore();
  });
  const page = document.createElement('main');

  const content = createElement('div', null, 'before ', createElement(Markdown, { text }), ' after');
  await act(async () => {
    createRoot(page).render(content);
    await Promise.resolve();
  });

  expect(page.textContent.replaceAll(/\s+/g, ' ')).toBe(`before ${words} after`);
});
