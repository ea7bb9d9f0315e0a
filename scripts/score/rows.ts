/** The real bugs: `data/realworld.tsv`, one fixed map race of a public Go project in each row. */
import { readFileSync } from "node:fs";

/** A race, with the commit that had it last and the one that repaired it. */
export interface Row {
  readonly id: string;
  /** `owner/name` on GitHub. */
  readonly repo: string;
  readonly before: string;
  readonly after: string;
  readonly file: string;
  /** The racy map or maps: `DB.values`, or the last name alone where the rest is not surely a type. */
  readonly maps: readonly string[];
  /** S1 to S9: where the lock was missing. */
  readonly shape: string;
  /** Lines of `file` before the fix that name the map in functions that the fix changed. */
  readonly lines: ReadonlySet<number>;
  readonly functions: ReadonlySet<string>;
}

/** All rows, in the order of the file. */
export function readRows(): readonly Row[] {
  const text = readFileSync(new URL("data/realworld.tsv", import.meta.url), "utf8");
  const [head, ...lines] = text.trimEnd().split("\n");
  const columns = head.split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? "";
    return {
      id: cell("pair_id"),
      repo: cell("repo"),
      before: cell("buggy_parent"),
      after: cell("fix_commit"),
      file: cell("file_at_parent"),
      maps: mapNames(cell("racy_map")),
      shape: cell("shape"),
      lines: new Set(list(cell("candidate_racy_lines")).map(Number)),
      functions: new Set(list(cell("funcs_touched"))),
    };
  });
}

function list(cell: string): readonly string[] {
  return cell.split(";").filter((part) => part !== "");
}

/** `Group.Groups, Group.Checks` has two names, `store.data[..][..]` and `out (a note)` one. */
function mapNames(cell: string): readonly string[] {
  return cell
    .replace(/\([^)]*\)|\[[^\]]*\]/g, "")
    .split(/[,/]/)
    .map((part) => part.trim().split(" ")[0])
    .map((name) => (/^[A-Z][^.]*\.[^.]+$/.test(name) ? name : lastName(name)));
}

/** Does a finding's map, `Store.items[...]` or `items`, have the name of one of the row's? */
export function isRowsMap(row: Row, name: string): boolean {
  const plain = name.replace(/\[[^\]]*\]/g, "");
  return row.maps.some((map) =>
    map.includes(".") && plain.includes(".") ? map === plain : lastName(map) === lastName(plain),
  );
}

/** The map's own name: `items` for `Store.items[...]`. */
export function lastName(name: string): string {
  return name.replace(/\[[^\]]*\]/g, "").replace(/^.*\./, "");
}
