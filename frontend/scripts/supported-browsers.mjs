// A lint rule: every browser the site is built for has what the code uses of JavaScript, the DOM and HTML.
// Types tell whose a member is: eslint-plugin-compat, which knows no types, sees globals only.
import bcd from '@mdn/browser-compat-data/forLegacyNode';
import { findLacking } from './browsers.mjs';

const { api, html } = bcd;
const { builtins } = bcd.javascript;
const GLOBAL = 'globalThis';

export const supportedBrowsers = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object', properties: { allow: { type: 'array', items: { type: 'string' } } } }],
    messages: { lacking: '{{feature}} is missing in {{browsers}}.' },
  },
  create(context) {
    const exceptions = new Set(context.options[0]?.allow);
    const report = (node, feature, entry) => {
      const browsers = entry?.__compat && !exceptions.has(feature) ? findLacking(entry.__compat.support) : [];
      if (browsers.length === 0) return;
      context.report({ node, messageId: 'lacking', data: { feature, browsers: browsers.join(', ') } });
    };
    return {
      ...checkGlobals(context.sourceCode, report),
      ...checkMembers(context.sourceCode, report),
      ...checkElements(report),
    };
  },
};

function checkGlobals({ parserServices: { program, esTreeNodeToTSNodeMap } }, report) {
  return {
    'Identifier:not(MemberExpression[computed=false] > .property)': (node) => {
      const symbol = program.getTypeChecker().getSymbolAtLocation(esTreeNodeToTSNodeMap.get(node));
      if (findOwner(program, symbol) !== GLOBAL) return;
      report(node, node.name, api[node.name] ?? builtins[node.name] ?? api.Window[node.name]);
    },
  };
}

function checkMembers({ parserServices: { program, getTypeAtLocation, getSymbolAtLocation } }, report) {
  const check = (node, name, symbol, type) => {
    const owner = findOwner(program, symbol);
    if (!owner) return;
    // MDN's data knows no mixins: it has `ParentNode.append` under `Element`.
    const declaringType = [owner, ...listFamily(program.getTypeChecker(), type)].find((each) => findMember(each, name));
    if (declaringType) report(node, `${declaringType}.${name}`, findMember(declaringType, name));
  };
  return {
    'MemberExpression[computed=false]': ({ object, property }) =>
      check(property, property.name, getSymbolAtLocation(property), getTypeAtLocation(object)),
    'ObjectPattern > Property[computed=false]': ({ key, parent }) => {
      const type = getTypeAtLocation(parent);
      check(key, key.name, type.getProperty(key.name), type);
    },
  };
}

function checkElements(report) {
  return {
    'JSXOpeningElement[name.type=JSXIdentifier]': ({ name: tag, attributes }) => {
      const element = html.elements[tag.name];
      if (!element) return;
      report(tag, `<${tag.name}>`, element);
      for (const attribute of attributes.filter(({ name }) => name?.type === 'JSXIdentifier')) {
        const name = attribute.name.name.toLowerCase();
        report(attribute, `<${tag.name} ${name}>`, element[name] ?? html.global_attributes[name]);
      }
    },
  };
}

/** Return the name of what TypeScript's libraries declare a symbol in; undefined if they do not declare it. */
function findOwner(program, symbol) {
  const declarations = symbol?.declarations?.filter((each) => program.isSourceFileDefaultLibrary(each.getSourceFile()));
  return declarations?.map(({ parent }) => nameOwner(parent))[0];
}

/** Name an interface, a namespace, or the variable of `declare var Element: { … }`. */
function nameOwner(node) {
  const name = node.name ?? node.parent?.name;
  return name ? dropVariant(name.text) : GLOBAL;
}

/** Return the names of a type and of all that it extends, or of all that it is made of. */
function listFamily(checker, type) {
  if (type.isUnionOrIntersection()) return type.types.flatMap((part) => listFamily(checker, part));
  const { symbol, target = checker.getApparentType(type) } = type;
  const bases = target.isClassOrInterface() ? checker.getBaseTypes(target) : [];
  return [...(symbol ? [dropVariant(symbol.name)] : []), ...bases.flatMap((base) => listFamily(checker, base))];
}

/** Return the name without what TypeScript adds to it: `ReadonlyArray` and `ArrayConstructor` are `Array`. */
function dropVariant(name) {
  return name.replace(/^Readonly(?=Array|Map|Set)|Constructor$/g, '');
}

function findMember(owner, name) {
  return [api[owner], builtins[owner], builtins.Intl[owner]]
    .map((members) => members?.[name] ?? members?.[`${name}_static`])
    .find(Boolean);
}
