import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../renderer', import.meta.url));
/** Attributes people see or hear. */
const SPOKEN = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'label',
  'name',
  'placeholder',
  'title',
  'hint',
  'text',
]);
/** `name` and `label` of these are no sentences. */
const NAMES = new Set(['Icon.name']);

/** Every piece of text in the markup that does not come from the catalogue: `line: text`. */
function looseText(file: string, source: string): readonly string[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const note = (node: ts.Node, text: string): void => {
    if (!/\p{L}/u.test(text)) return;
    found.push(`${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${text.trim()}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) note(node, node.text);
    if (ts.isJsxAttribute(node)) noteAttribute(node, note);
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) noteValues(node.expression, note);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

type Note = (node: ts.Node, text: string) => void;

function noteAttribute(node: ts.JsxAttribute, note: Note): void {
  const name = node.name.getText();
  const element = node.parent.parent.tagName.getText();
  if (!SPOKEN.has(name) || NAMES.has(`${element}.${name}`)) return;
  if (node.initializer === undefined) return;
  if (ts.isStringLiteral(node.initializer)) note(node, node.initializer.text);
  else if (ts.isJsxExpression(node.initializer)) noteValues(node.initializer.expression, note);
}

/** Texts an expression may itself become; what it only hands to a function is not drawn. */
function noteValues(node: ts.Expression | undefined, note: Note): void {
  if (node === undefined) return;
  if (ts.isStringLiteralLike(node)) note(node, node.text);
  else if (ts.isTemplateExpression(node)) {
    note(node, [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(' '));
  } else if (ts.isConditionalExpression(node)) {
    noteValues(node.whenTrue, note);
    noteValues(node.whenFalse, note);
  } else if (ts.isBinaryExpression(node)) {
    noteValues(node.left, note);
    noteValues(node.right, note);
  } else if (ts.isParenthesizedExpression(node)) noteValues(node.expression, note);
}

describe('text in the markup', () => {
  const examples = [
    { source: '<p>Hello</p>', loose: 1 },
    { source: '<p aria-label="Hello" className="hello" />', loose: 1 },
    { source: "<p title={isOn ? 'On' : t('off')}>{t('a')} · {'b'}</p>", loose: 2 },
    { source: `<p title={\`Limit \${name}\`}>{a === 'b' ? 1 : 2}</p>`, loose: 1 },
    { source: '<Icon name="close" />', loose: 0 },
    { source: "<p className={a ? 'x' : 'y'}>{t('a', { b: 'c' })} 12 · –</p>", loose: 0 },
  ];
  for (const { source, loose } of examples) {
    it(`finds ${loose} in ${source}`, () => expect(looseText('example.tsx', source)).toHaveLength(loose));
  }

  it('all comes from the catalogue', () => {
    const names = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));
    expect(names.length).toBeGreaterThan(30);
    expect(names.flatMap((name) => looseText(name, readFileSync(join(ROOT, name), 'utf8')))).toEqual([]);
  });
});
