import { expect, test, vi } from 'vitest';
import { askBeforeLeaving } from './ask-before-leaving';

test('browsers ask that go by preventDefault, and older ones that go by a return value', () => {
  const event = { preventDefault: vi.fn(), returnValue: '' };

  askBeforeLeaving(event as unknown as BeforeUnloadEvent);

  expect(event.preventDefault).toHaveBeenCalledOnce();
  expect(event.returnValue).toBeTruthy();
});
