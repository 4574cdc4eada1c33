// @vitest-environment jsdom
// Fields count as the API does and cut nothing; what is too long is said and not sent.
import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, onTestFinished, vi } from 'vitest';
import { TextArea, TextInput } from './text-field';

const FAMILY = '👨‍👩‍👧‍👦';
const ENGLAND = '🏴󠁧󠁢󠁥󠁮󠁧󠁿';

async function renderField(field: typeof TextInput | typeof TextArea, defaultValue: string) {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  onTestFinished(() => void vi.unstubAllGlobals());
  const form = document.createElement('form');
  await act(async () => {
    createRoot(form).render(createElement(field as typeof TextInput, { maxCharacters: 60, defaultValue }));
    await Promise.resolve();
  });
  const [input] = form.querySelectorAll<HTMLInputElement>('input, textarea');
  return { form, input, status: form.querySelector('[role=status]')?.textContent };
}

it.each([TextInput, TextArea])('takes 60 families and 60 flags whole, in the direction of the text', async (field) => {
  for (const person of [FAMILY, ENGLAND]) {
    const { form, input, status } = await renderField(field, person.repeat(60));

    expect(input?.value).toBe(person.repeat(60));
    expect(input?.dir).toBe('auto');
    expect(form.checkValidity()).toBe(true);
    expect(status).toBe('0 characters left');
  }
});

it('keeps text that is too long, says so, and is not valid', async () => {
  const { form, input, status } = await renderField(TextInput, FAMILY.repeat(61));

  expect(input?.value).toBe(FAMILY.repeat(61));
  expect(form.checkValidity()).toBe(false);
  expect(status).toBe('At most 60 characters; this has 61.');
});

it('says nothing while there is much room', async () => {
  expect((await renderField(TextInput, FAMILY.repeat(20))).status).toBeUndefined();
});
