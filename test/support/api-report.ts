import { join } from 'node:path';
import ts from 'typescript';
import { emitDeclarations, entries, packageFolder } from './declarations';

/** Everything a host can name or be given, without comments: a change of the API is a change of this text. */
export function apiReport(): string {
  const { program, isOurs } = declarationProgram();
  const checker = program.getTypeChecker();
  const printed = new Map<ts.Symbol, string>();

  const declarationsOf = (symbol: ts.Symbol): ts.Declaration[] => (symbol.declarations ?? []).filter(isOurs);
  const resolved = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

  /** What a declaration speaks of that is declared in the package, too. */
  const mentioned = (node: ts.Node): ts.Symbol[] => {
    const found = new Set<ts.Symbol>();
    const visit = (child: ts.Node): void => {
      if (isPrivate(child)) return;
      const named = ts.isIdentifier(child) ? checker.getSymbolAtLocation(child) : undefined;
      if (named !== undefined) {
        const symbol = resolved(named);
        if (declarationsOf(symbol).some(isTopLevel)) found.add(symbol);
      }
      ts.forEachChild(child, visit);
    };
    visit(node);
    return [...found];
  };

  const print = (symbol: ts.Symbol): string => {
    const texts = declarationsOf(symbol).map((declaration) => textOf(declaration));
    return [...new Set(texts)].join('\n');
  };

  const sections = Object.entries(entries).map(([name, file]) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(join(folder, file))!)!;
    const exported = checker
      .getExportsOfModule(module)
      .map((symbol) => [symbol.name, resolved(symbol)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    for (const [, symbol] of exported) printed.set(symbol, print(symbol));
    return section(
      `\`${name}\``,
      exported.map(([, symbol]) => printed.get(symbol)!),
    );
  });

  const waiting = [...printed.keys()];
  const besides = new Map<ts.Symbol, string>();
  for (let symbol = waiting.pop(); symbol !== undefined; symbol = waiting.pop()) {
    for (const other of declarationsOf(symbol).flatMap(mentioned)) {
      if (printed.has(other) || besides.has(other)) continue;
      besides.set(other, print(other));
      waiting.push(other);
    }
  }
  const others = [...besides].toSorted(([a], [b]) => (a.name < b.name ? -1 : 1)).map(([, text]) => text);
  const introduction = 'Written by `npm run docs:report`; `npm run check` fails while it is not as the sources are.';
  return [`# The public API\n\n${introduction}\n`, ...sections, section('What these speak of', others)].join('\n');
}

function section(title: string, texts: readonly string[]): string {
  return `## ${title}\n\n\`\`\`ts\n${texts.join('\n\n')}\n\`\`\`\n`;
}

const folder = join(packageFolder, 'src');

/** The emitted declarations as a program of their own, in memory. */
function declarationProgram(): { program: ts.Program; isOurs: (node: ts.Node) => boolean } {
  const texts = new Map([...emitDeclarations()].map(([path, text]) => [join(folder, path), text]));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    skipLibCheck: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = (path) => texts.has(path) || (!isSource(path) && fileExists(path));
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const text = texts.get(path);
    return text === undefined
      ? getSourceFile(path, languageVersion, ...rest)
      : ts.createSourceFile(path, text, languageVersion, true);
  };
  const roots = Object.values(entries).map((file) => join(folder, file));
  const program = ts.createProgram(roots, options, host);
  return { program, isOurs: (node) => texts.has(node.getSourceFile().fileName) };
}

/** Not to be taken for the declaration of the same name. */
function isSource(path: string): boolean {
  return path.startsWith(folder) && path.endsWith('.ts') && !path.endsWith('.d.ts');
}

function isTopLevel(node: ts.Node): boolean {
  const statement = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  return ts.isSourceFile(statement.parent) && !ts.isSourceFile(statement);
}

function isPrivate(node: ts.Node): boolean {
  if (!ts.isClassElement(node)) return false;
  const isHidden = node.name !== undefined && ts.isPrivateIdentifier(node.name);
  return isHidden || Boolean(ts.getCombinedModifierFlags(node as ts.Declaration) & ts.ModifierFlags.Private);
}

const printer = ts.createPrinter({ removeComments: true });

function textOf(declaration: ts.Declaration): string {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const { transformed } = ts.transform<ts.Node>(statement, [withoutPrivate]);
  return printer.printNode(ts.EmitHint.Unspecified, transformed[0]!, statement.getSourceFile());
}

function withoutPrivate(context: ts.TransformationContext): ts.Transformer<ts.Node> {
  return (node) => {
    if (!ts.isClassDeclaration(node)) return node;
    const { modifiers, name, typeParameters, heritageClauses, members } = node;
    const open = members.filter((member) => !isPrivate(member));
    return context.factory.updateClassDeclaration(node, modifiers, name, typeParameters, heritageClauses, open);
  };
}
