// @vitest-environment jsdom
// A tag is finished by a comma, Enter or leaving the field; removing one leaves the others.
import { act, createElement, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, onTestFinished, vi } from 'vitest';
import { TagField } from './tag-field';

function Editor() {
  const [tags, change] = useState<readonly string[]>(['two words']);
  return createElement(TagField, { tags, change });
}

async function openEditor() {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  const page = document.body.appendChild(document.createElement('main'));
  const root = createRoot(page);
  onTestFinished(async () => {
    await perform(() => root.unmount());
    page.remove();
    vi.unstubAllGlobals();
  });
  await perform(() => root.render(createElement(Editor)));
  const input = page.querySelector('input');
  if (!input) throw new Error('There is no field.');
  const type = (text: string) =>
    perform(() => {
      // React listens to the element's own setter, so the prototype's is called.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
  const getTags = () => Array.from(page.querySelectorAll('li bdi'), (tag) => tag.textContent);
  return { page, input, type, getTags };
}

async function perform(step: () => void) {
  await act(async () => {
    step();
    await Promise.resolve();
  });
}

it('finishes tags by a comma, by Enter and by leaving the field', async () => {
  const { input, type, getTags } = await openEditor();

  await type('Low Light,river');
  expect(getTags()).toEqual(['two words', 'low light']);
  expect(input.value).toBe('river');

  const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
  await perform(() => input.dispatchEvent(enter));
  expect(getTags()).toEqual(['two words', 'low light', 'river']);
  expect(enter.defaultPrevented).toBe(true);

  await type('#Sông');
  await perform(() => input.dispatchEvent(new FocusEvent('focusout', { bubbles: true })));
  expect(getTags()).toEqual(['two words', 'low light', 'river', 'sông']);
  expect(input.value).toBe('');
});

it('removes one tag and keeps the focus in the field', async () => {
  const { page, input, type, getTags } = await openEditor();
  await type('river,');

  await perform(() => page.querySelector<HTMLElement>('[aria-label="Remove tag two words"]')?.click());

  expect(getTags()).toEqual(['river']);
  expect(document.activeElement).toBe(input);
});
