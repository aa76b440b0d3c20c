/** The manual of every registered element, read from its source: the class comment, and the decorated properties it speaks of. */
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
// The compiler that checks the sources reads them here, too: it follows decorators and base classes, and is installed anyway.
import ts from "typescript";

export const kinds = ["attr", "prop", "fires", "slot", "csspart"] as const;
export type Kind = (typeof kinds)[number];

export interface Entry { name: string; says: string }
export interface Manual { tag: string; says: string; entries: Record<Kind, Entry[]> }

interface Decorated { property: string; attribute: string | null; says: string }

const parse = (file: string) => ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);

function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

/** Tag and file of each element in the table of `widgets/index.ts`. */
function registered(index: string): { tag: string; file: string }[] {
  return [...nodesOf(parse(index))].flatMap((node) => {
    if (!ts.isPropertyAssignment(node) || !ts.isStringLiteral(node.name) || !node.name.text.startsWith("unrolled-")) return [];
    const [, path] = /import\("([^"]+)\.js"\)/.exec(node.initializer.getText()) ?? [];
    if (!path) throw new Error(`${index}: <${node.name.text}> must be fetched by import("./folder/file.js").`);
    return [{ tag: node.name.text, file: join(dirname(index), `${path}.ts`) }];
  });
}

/** A comment's words without its stars. */
function wordsOf(node: ts.Node): string {
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)?.getText() ?? "";
  return comment.replace(/^\/\*\*|\*\/$/g, "").replace(/^[ \t]*\* ?/gm, "").trim();
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

const decorator = (node: ts.HasDecorators, name: string) => (ts.getDecorators(node) ?? [])
  .map(({ expression }) => expression).filter(ts.isCallExpression).find(({ expression }) => expression.getText() === name);

/** How `@property({ attribute: … })` and its name make an attribute. */
function decorated(member: ts.ClassElement): Decorated[] {
  if (!ts.isPropertyDeclaration(member)) return [];
  const call = decorator(member, "property");
  if (!call) return [];
  const property = member.name.getText();
  const [, given] = /\battribute:\s*(false|"[^"]+")/.exec(call.arguments[0]?.getText() ?? "") ?? [];
  return [{ property, attribute: given === "false" ? null : given?.slice(1, -1) ?? property.toLowerCase(), says: oneLine(wordsOf(member)) }];
}

/** The properties of a class and of the classes of ours that it extends. */
function propertiesOf(declaration: ts.ClassDeclaration): Decorated[] {
  const own = declaration.members.flatMap(decorated);
  const base = declaration.heritageClauses?.[0]?.types[0]?.expression.getText();
  const source = declaration.getSourceFile();
  const from = source.statements.filter(ts.isImportDeclaration).find(({ importClause }) => importClause?.namedBindings
    && ts.isNamedImports(importClause.namedBindings) && importClause.namedBindings.elements.some(({ name }) => name.text === base));
  const path = from && (from.moduleSpecifier as ts.StringLiteral).text;
  if (!path?.startsWith(".")) return own;
  const file = join(dirname(source.fileName), path.replace(/\.js$/, ".ts"));
  return [...own, ...propertiesOf(classIn(file, ({ name }) => name?.text === base))];
}

function classIn(file: string, right: (declaration: ts.ClassDeclaration) => boolean): ts.ClassDeclaration {
  const found = parse(file).statements.filter(ts.isClassDeclaration).find(right);
  if (!found) throw new Error(`${file}: the element's class is not here.`);
  return found;
}

/** `@attr name - what it does`; a slot without a name is the default one. */
function entriesOf(comment: string, kind: Kind): Entry[] {
  return comment.split(/^(?=@)/m).filter((part) => new RegExp(`^@${kind}\\s`).test(part)).map((part) => {
    const [, name = "", says = ""] = /^@\w+\s+(?:(\S+)\s+)??-\s+([\s\S]+)$/.exec(part.trim()) ?? [];
    if (!says) throw new Error(`“${oneLine(part)}” must be written “@${kind} name - what it does”.`);
    return { name, says: oneLine(says) };
  });
}

function read(tag: string, file: string): Manual {
  const declaration = classIn(file, (one) => decorator(one, "element")?.arguments[0]?.getText() === `"${tag}"`);
  const comment = wordsOf(declaration);
  const entries = Object.fromEntries(kinds.map((kind) => [kind, entriesOf(comment, kind)])) as Manual["entries"];
  const properties = propertiesOf(declaration);
  // `lang` is HTML's own, and every element hears it.
  const attributes = ["lang", ...properties.map(({ attribute }) => attribute)];
  for (const { name } of entries.attr) if (!attributes.includes(name)) throw new Error(`<${tag}> has no attribute ${name}, but its class comment says so.`);
  for (const { name } of entries.prop) if (!properties.some(({ property }) => property === name)) throw new Error(`<${tag}> has no property ${name}, but its class comment says so.`);
  // What has no attribute is told by its own comment.
  const alone = properties.filter(({ attribute, says, property }) => attribute === null && says && !entries.prop.some(({ name }) => name === property));
  entries.prop.push(...alone.map(({ property, says }) => ({ name: property, says })));
  return { tag, says: oneLine(comment.split(/^@/m)[0]!), entries };
}

export function readManuals(index: string): Manual[] {
  return registered(index).map(({ tag, file }) => {
    try {
      return read(tag, file);
    } catch (error) {
      throw new Error(`${relative(process.cwd(), file)}: ${(error as Error).message}`);
    }
  });
}
