/** Where menus lead: what nobody can reach, what goes round for ever, who would suddenly hear another language. Pure. */
import type { Menu, MenuNode, Target } from './menu.ts';
import type { FiledMenu, Mistake } from './menuFile.ts';

/** @returns the names of the menus that this one leads to, each as often as it does */
export const menusAfter = ({ nodes }: Menu): string[] =>
  Object.values(nodes).flatMap((node) => waysOf(node).flatMap(({ to }) => menuOf(to) ?? []));

interface Way {
  /** Where it stands in its node. */
  path: PropertyKey[];
  to: Target | null;
  /** Taken without a key or a word of the caller. */
  alone: boolean;
}

/** @returns the mistakes that only show between nodes and between menus */
export const checkMenus = (menus: readonly FiledMenu[]): Mistake[] =>
  [...menus.flatMap(unreachable), ...menus.flatMap((from) => foreign(menus, from)), ...endless(menus)].sort(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line,
  );

function waysOf(node: MenuNode): Way[] {
  switch (node.kind) {
    case 'choose':
      return [
        ...node.choices.map(({ next }, at) => ({ path: ['choices', at, 'next'], to: next, alone: false })),
        { path: ['silence', 'next'], to: node.silence.next, alone: true },
        { path: ['wrong', 'next'], to: node.wrong.next, alone: false },
      ];
    case 'transfer':
      return [{ path: ['transfer', 'otherwise'], to: node.otherwise, alone: true }];
    case 'recordAnswer':
      // Where recordings are not kept, nobody is asked.
      return [
        { path: ['recordAnswer', 'next'], to: node.next, alone: true },
        { path: ['recordAnswer', 'otherwise'], to: node.otherwise, alone: true },
      ];
    case 'lookUp':
      return [{ path: ['lookUp', 'next'], to: node.next, alone: true }];
    case 'speak':
    case 'stay':
      return [{ path: ['next'], to: node.next, alone: true }];
    case 'takeMessage':
      return [];
  }
}

const nodeOf = (to: Target | null): string | null =>
  to !== null && typeof to === 'object' && 'node' in to ? to.node : null;
const menuOf = (to: Target | null): string | null =>
  to !== null && typeof to === 'object' && 'menu' in to ? to.menu : null;

function unreachable({ menu, file, lineOf }: FiledMenu): Mistake[] {
  const reached = new Set<string>();
  const open = [menu.start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = menu.nodes[name];
    if (reached.has(name) || !node) continue;
    reached.add(name);
    open.push(...waysOf(node).flatMap(({ to }) => nodeOf(to) ?? []));
  }
  return Object.keys(menu.nodes)
    .filter((name) => !reached.has(name))
    .map((name) => ({
      file,
      line: lineOf(['nodes', name]),
      message: `\`${name}\` is never reached: nothing in this menu leads to it`,
    }));
}

function foreign(menus: readonly FiledMenu[], { menu, file, lineOf }: FiledMenu): Mistake[] {
  return Object.entries(menu.nodes).flatMap(([name, node]) =>
    waysOf(node).flatMap(({ path, to }) => {
      const other = menus.find((each) => each.menu.name === menuOf(to))?.menu;
      const lacking = other ? menu.languages.filter((language) => !other.languages.includes(language)) : [];
      return lacking.map((language) => ({
        file,
        line: lineOf(['nodes', name, ...path]),
        message: `\`${name}\` leads callers in ${language} to the menu ${other?.name}, which has no ${language}`,
      }));
    }),
  );
}

interface Place {
  of: FiledMenu;
  name: string;
}

/** Rounds that nobody leaves by doing nothing, each told of once, at the first of its nodes that is met. */
function endless(menus: readonly FiledMenu[]): Mistake[] {
  const done = new Set<MenuNode>();
  const mistakes: Mistake[] = [];
  const onward = ({ of, name }: Place): Place[] => {
    const node = of.menu.nodes[name];
    return (node ? waysOf(node) : []).flatMap(({ to, alone }) => {
      const inner = nodeOf(to);
      if (!alone) return [];
      if (inner !== null) return [{ of, name: inner }];
      const other = menus.find((each) => each.menu.name === menuOf(to));
      return other ? [{ of: other, name: other.menu.start }] : [];
    });
  };
  const visit = (place: Place, trail: readonly Place[]) => {
    const node = place.of.menu.nodes[place.name];
    const since = trail.findIndex(({ of, name }) => of.menu.nodes[name] === node);
    if (!node) return;
    if (since !== -1) {
      const names = [...trail.slice(since), place].map(({ name }) => name).join(', ');
      const line = place.of.lineOf(['nodes', place.name]);
      const message = `\`${place.name}\` goes round for ever when nobody presses a key or speaks: ${names}`;
      mistakes.push({ file: place.of.file, line, message });
    } else if (!done.has(node)) {
      for (const next of onward(place)) visit(next, [...trail, place]);
      done.add(node);
    }
  };
  for (const of of menus) for (const name of Object.keys(of.menu.nodes)) visit({ of, name }, []);
  return mistakes;
}
