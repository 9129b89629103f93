import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectNodes } from './select-nodes.ts';
import { readXmlTree } from './xml-tree.ts';
import { parseXPath } from './xpath.ts';

const NAMESPACES = { p: 'urn:p', q: 'urn:q' };

function select(expression: string, source: string): readonly string[] {
  const path = parseXPath(expression, NAMESPACES);
  if (path.kind === 'refused') throw new Error(path.reason);
  return selectNodes(path, readXmlTree(source));
}

const LIBRARY = `<library name="main" xmlns:x="urn:p">
<book id="1" x:rare="yes"><title>One</title></book>
<shelf><book id="2"><title>Two<sub>A</sub></title></book></shelf>
<x:book id="3">Three</x:book></library>`;

describe('expressions select', () => {
  it.each<[expression: string, source: string, values: readonly string[]]>([
    ['/*', '<a>x<b>y</b></a>', ['xy']],
    ['/a/b', '<a><b>1</b><c><b>2</b></c><b>3</b></a>', ['1', '3']],
    ['//b', '<a><b>1</b><c><b>2</b></c></a>', ['1', '2']],
    ['/a//b', '<a><b>1<b>2</b></b></a>', ['12', '2']],
    ['//b//c', '<a><b><b><c>1</c></b></b><c>2</c></a>', ['1']],
    ['//c/text()', '<a><c>1<d>2</d>3</c></a>', ['1', '3']],
    ['/a/text()', '<a>1<![CDATA[<2>]]></a>', ['1', '<2>']],
    ['//text()', '<a>1<b>2</b></a>', ['1', '2']],
    ['//@*', LIBRARY, ['main', '1', 'yes', '2', '3']],
    ['//@id', LIBRARY, ['1', '2', '3']],
    ['//book/@id', LIBRARY, ['1', '2']],
    ['/library/@name', LIBRARY, ['main']],
    ['//@p:rare', LIBRARY, ['yes']],
    ['//@p:*', LIBRARY, ['yes']],
    ['//p:book', LIBRARY, ['Three']],
    ['/library/book/title', LIBRARY, ['One']],
    ['//shelf//@id', LIBRARY, ['2']],
    ['/library/*/@id', LIBRARY, ['1', '3']],
    ['/*/*/*/title', LIBRARY, ['TwoA']],
    ['//a', '<a xmlns="urn:q">x</a>', []],
    ['//q:a', '<a xmlns="urn:q">x</a>', ['x']],
    ['//q:a', '<q:a xmlns:q="urn:other">x</q:a>', []],
    ['//b', '<a><b>1</b><b>2', ['1', '']],
    ['//b', '<a><b>1</b></c><b>2</b></a>', ['1']],
    ['//a', 'no document', []],
    ['//a', '<a>&#233;&#x20AC;\xc3\xa9</a>', ['\xe9\xe2\x82\xac\xc3\xa9']],
  ])('%s in %s: %j', (expression, source, values) => {
    expect(select(expression, source)).toEqual(values);
  });
});

describe('expressions are refused', () => {
  it.each([
    ['', "'' is no step of names, *, @name or text()"],
    ['a/b', "'a/b' is no step of names, *, @name or text()"],
    ['/a/', "'/' is no step of names, *, @name or text()"],
    ['//', "'//' is no step of names, *, @name or text()"],
    ['///a', "'///a' is no step of names, *, @name or text()"],
    ['/a[1]', "'/a[1]' is no step of names, *, @name or text()"],
    ['//a | //b', "'//a | //b' is no step of names, *, @name or text()"],
    ['//a/..', "'/..' is no step of names, *, @name or text()"],
    ['/a/id()', "'/id()' is no step of names, *, @name or text()"],
    ['/z:a', 'the prefix z is not declared'],
    ['/constructor:a', 'the prefix constructor is not declared'],
    ['//@id/a', 'nothing stands below an attribute or a text'],
    ['//text()/a', 'nothing stands below an attribute or a text'],
  ])('%s', (expression, reason) => {
    expect(parseXPath(expression, NAMESPACES)).toEqual({ kind: 'refused', reason });
  });
});

it('gives up where nested nodes would repeat the text of a body too often', () => {
  const source = `${'<a>'.repeat(2000)}${'x'.repeat(2000)}${'</a>'.repeat(2000)}`;
  expect(() => select('//a', source)).toThrow(RangeError);
  expect(select('//text()', source)).toEqual(['x'.repeat(2000)]);
});

it('selects every text and every attribute, whatever the document', () => {
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('t', ''),
      fc
        .tuple(
          fc.constantFrom('a', 'b'),
          fc.array(tie('tree'), { maxLength: 3 }),
          fc.constantFrom('', ' k="v"'),
        )
        .map(([name, inside, attribute]) => `<${name}${attribute}>${inside.join('')}</${name}>`),
    ),
  }));
  fc.assert(
    fc.property(tree, (inner) => {
      const source = `<r>${inner}</r>`;
      const texts = source.match(/(?<=>)t+(?=<)/g) ?? [];
      expect(select('//text()', source).join('')).toBe(texts.join(''));
      expect(select('//@k', source).length).toBe((source.match(/k="v"/g) ?? []).length);
      expect(select('/*', source)).toEqual([texts.join('')]);
      expect(select('//a', source).length + select('//b', source).length).toBe(
        select('//*', source).length - 1,
      );
    }),
  );
});
