// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from 'vitest';
import { preserveFocus, focusElement } from './preserve-focus';

let stop = () => {};
const at = () => document.activeElement?.id;
const get = (id: string) => document.getElementById(id) ?? document.body;
const nextTask = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  Element.prototype.getClientRects = () => [new DOMRect()] as unknown as DOMRectList; // jsdom draws nothing
  document.body.innerHTML = `
    <a href="/" id="home">Home</a>
    <main>
      <ul><li id="one"><a href="#1" id="first">1</a> <button id="drop-one">x</button></li><li id="two"><button id="drop-two">x</button></li></ul>
      <form><textarea id="words"></textarea><p id="offer"><button id="take">Take it</button></p></form>
    </main>`;
  stop = preserveFocus();
});
afterEach(() => stop());

test('the next item inherits the focus of one that is removed, and the last leaves it to the one before', async () => {
  get('drop-one').focus();
  get('one').remove();
  await nextTask();
  expect(at()).toBe('drop-two');

  get('two').before(Object.assign(document.createElement('li'), { innerHTML: '<button id="zero">x</button>' }));
  get('two').remove();
  await nextTask();
  expect(at()).toBe('zero');
});

test('an offer that was taken leaves the focus to the field it was about', async () => {
  get('take').focus();
  get('offer').remove();
  await nextTask();
  expect(at()).toBe('words');
});

test('what is put in the place of the removed inherits', async () => {
  get('take').focus();
  get('offer').replaceWith(Object.assign(document.createElement('button'), { id: 'merge' }));
  await nextTask();
  expect(at()).toBe('merge');
});

test('what was moved keeps the focus', async () => {
  get('drop-one').focus();
  get('two').after(get('one'));
  await nextTask();
  expect(at()).toBe('drop-one');
});

test('where the whole page goes, the page itself has the focus, and nothing around it', async () => {
  get('take').focus();
  document
    .querySelector('main')
    ?.replaceChildren(Object.assign(document.createElement('p'), { textContent: 'Opening …' }));
  await nextTask();
  expect(document.activeElement?.tagName).toBe('MAIN');
});

test('who left a field by a click beside it is not sent back when it goes', async () => {
  get('take').focus();
  get('take').blur();
  await nextTask();
  get('offer').remove();
  await nextTask();
  expect(document.activeElement).toBe(document.body);
});

test('a heading takes the focus, and Tab still passes it by', () => {
  document.body.innerHTML = '<h1 id="title">Places</h1>';
  focusElement(get('title'));
  expect([at(), get('title').tabIndex]).toEqual(['title', -1]);
});
