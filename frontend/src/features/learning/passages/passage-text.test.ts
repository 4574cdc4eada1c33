import { expect, test } from 'vitest';
import { toPlainText } from './passage-text';

test('a passage is one line without marks', () => {
  expect(toPlainText('## The wall\n\nIt **follows** the [ridge](https://example.org),\nand `ends`.')).toBe(
    'The wall It follows the ridge, and ends.',
  );
});

test('lists and quotes lose what begins their lines', () => {
  expect(toPlainText('> Said\n\n- one\n- two\n1. three')).toBe('Said one two three');
});
