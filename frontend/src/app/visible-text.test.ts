// No word that people see or hear stands in a component: all of them are messages, in every language.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const SOURCE = join(import.meta.dirname, '..');
const TOLD = new Set([
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'alt',
  'label',
  'placeholder',
  'title',
  'what',
]);
const WORD = /\p{L}{2,}/u;
const SENTENCE = /^\p{Lu}[\p{L}’']* \p{L}/u;
// A name is the same in every language.
const NAMES = /Waymark|GraphiQL|GraphQL|Tiếng Việt/g;
// What is thrown is for programmers; what people are told of it is a message.
const THROWN = /Error$|^super$/;

const isWord = (text: string) => WORD.test(text.replace(NAMES, ''));

/** Return the texts that an expression may give: of a choice both sides, of a template the parts between its values. */
function textsOf(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [
      node.head.text,
      ...node.templateSpans.flatMap(({ expression, literal }) => [...textsOf(expression), literal.text]),
    ];
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isBinaryExpression(node))
    return /^(\|\||&&|\?\?|\+)$/.test(node.operatorToken.getText())
      ? [...textsOf(node.left), ...textsOf(node.right)]
      : [];
  if (ts.isParenthesizedExpression(node) || ts.isJsxExpression(node))
    return node.expression ? textsOf(node.expression) : [];
  return [];
}

/** Return the words in a file that people would meet: text between tags, attributes that are said, and sentences anywhere but in errors. */
function visible(name: string, text: string): string[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && THROWN.test(node.expression.getText())) return;
    if (ts.isJsxText(node)) found.push(...[node.text].filter(isWord));
    else if (ts.isJsxAttribute(node) && node.initializer && TOLD.has(node.name.getText()))
      found.push(...textsOf(node.initializer).filter(isWord));
    else if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) found.push(...textsOf(node).filter(isWord));
    else if (ts.isStringLiteralLike(node) && SENTENCE.test(node.text)) found.push(...[node.text].filter(isWord));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...new Set(found)].map((each) => `${name}: ${each.trim()}`);
}

it.each([
  ['<p>Hello there</p>', 'Hello there'],
  ['<p>{messages.count} photos</p>', 'photos'],
  ['<img alt="A red door" />', 'A red door'],
  ['<button aria-label={isOpen ? "shut" : messages.open} />', 'shut'],
  ['<input placeholder={`find ${name}`} />', 'find'],
  ['<p>{isDone && "done"}</p>', 'done'],
  ['<Empty title="nothing" />', 'nothing'],
  ['tell("Nothing was saved")', 'Nothing was saved'],
])('%s is found', (code, text) => {
  expect(visible('seeded.tsx', code)).toEqual([`seeded.tsx: ${text}`]);
});

it.each([
  '<p>{messages.hello} · {count}</p>',
  '<p className="page page-narrow">@{handle}</p>',
  '<title>{`${title} · Waymark`}</title>',
  '<p>{state === "open" ? messages.a : messages.b}</p>',
  'throw new Error("Nobody sees this")',
])('%s is not', (code) => {
  expect(visible('seeded.tsx', code)).toEqual([]);
});

it('every visible text is a message', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/.test(name) && !/\.(test|d)\.ts$|messages\//.test(name),
  );
  expect(files.length).toBeGreaterThan(80);
  expect(files.flatMap((name) => visible(name, readFileSync(join(SOURCE, name), 'utf8')))).toEqual([]);
}, 60_000);
