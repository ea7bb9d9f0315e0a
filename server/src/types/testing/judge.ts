/** Compares what the checker takes for a map with what go/types does, over packages of a Go source tree. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Expr, Node } from "../../syntax/ast.ts";
import { bodyOf } from "../../syntax/bodies.ts";
import { forEachChild } from "../../syntax/walk.ts";
import { PackageFinder } from "../../workspace/discover.ts";
import { defaultContext } from "../../workspace/modules/constraints.ts";
import { nodeFileSystem } from "../../workspace/nodeFileSystem.ts";
import { Program } from "../../workspace/program.ts";
import { Texts } from "../../workspace/texts.ts";
import { checkFunc } from "../body.ts";
import { asMap, type Type, underlying } from "../types.ts";
import { standardLibrary } from "./check.ts";

/** The operand of an index expression, a range statement or a call of len, delete or clear. */
export interface Operand {
  /** In bytes of the file. */
  readonly pos: number;
  readonly end: number;
  readonly kind: "map" | "other" | "unknown";
}

/** The operands of one directory's package, by file. */
export interface Judged {
  readonly dir: string;
  readonly files: Readonly<Record<string, readonly Operand[]>>;
  /** Go's last complaint about the package; empty when there is none. */
  readonly error: string;
}

/** The directory of Go's own sources, or undefined where Go is not installed. */
export function goSources(): string | undefined {
  try {
    return join(execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim(), "src");
  } catch {
    return undefined;
  }
}

/** What go/types says of the packages in some directories. */
export function judgedByGo(dirs: readonly string[]): readonly Judged[] {
  const folder = mkdtempSync(join(tmpdir(), "mapvet-judge-"));
  // Go's own sources need nothing but themselves, so that no module is looked for.
  const env = { ...process.env, GO111MODULE: "off", GOFLAGS: "" };
  try {
    const program = join(folder, "judge.exe");
    const source = fileURLToPath(new URL("../testdata/judge/main.go", import.meta.url));
    execFileSync("go", ["build", "-o", program, source], { env });
    const output = execFileSync(program, {
      input: dirs.join("\n"),
      encoding: "utf8",
      maxBuffer: 2 ** 30,
      env,
    });
    return output
      .trimEnd()
      .split("\n")
      .map((line): Judged => JSON.parse(line));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Our checker over the files of a Go tree, with the imports resolved as the command resolves them. */
export class Checker {
  readonly #finder = new PackageFinder(nodeFileSystem(), { ...defaultContext, cgo: false });
  readonly #texts = new Texts(nodeFileSystem());
  readonly #program = new Program(this.#finder, this.#texts, standardLibrary());

  /** What we say of the package in a directory; the directory must hold one. */
  async judged(dir: string): Promise<Judged> {
    const { unit } = await this.#finder.packageAt(dir);
    if (unit === undefined) throw new Error(`no package in ${dir}`);
    const pkg = await this.#program.package(unit, "plain");
    const files: Record<string, Operand[]> = {};
    for (const { path } of pkg.units) files[path] = [];
    for (const func of pkg.funcs) {
      const { decl } = func;
      const placement = decl === undefined ? undefined : pkg.placementOf(decl);
      if (decl?.bodyRange === undefined || placement === undefined) continue;
      const { path } = placement.unit;
      const bytes = byteOffsets(this.#texts.known(path)?.text ?? "");
      const body = bodyOf(decl);
      const info = checkFunc(func, decl, body);
      for (const x of subjects(body)) {
        files[path].push({
          pos: bytes(placement.offset + x.pos),
          end: bytes(placement.offset + x.end),
          kind: info.typeExprs.has(x) ? "other" : kindOf(info.types.get(x)),
        });
      }
    }
    return { dir, files, error: "" };
  }

  /** The text of a file that was checked, between two offsets in bytes, and its line number. */
  excerpt(path: string, { pos, end }: Operand): string {
    const bytes = Buffer.from(this.#texts.known(path)?.text ?? "");
    const line = bytes.subarray(0, pos).toString().split("\n").length;
    return `${path}:${line}: ${bytes.subarray(pos, end).toString()}`;
  }
}

/** How two judgements differ. */
export interface Comparison {
  /** Operands that both judgements hold. */
  readonly operands: number;
  /** Maps among them, as Go says. */
  readonly maps: number;
  /** Taken for a map by us, though Go knows better. */
  readonly falseMaps: readonly (readonly [path: string, operand: Operand])[];
  /** Maps that we take for something else, or do not know. */
  readonly missed: readonly (readonly [path: string, operand: Operand])[];
  /** Operands that only one of both has: these are errors of the comparison. */
  readonly unpaired: number;
}

/** Compares our judgement with Go's. */
export function compare(ours: Judged, theirs: Judged): Comparison {
  const falseMaps: [string, Operand][] = [];
  const missed: [string, Operand][] = [];
  let operands = 0;
  let maps = 0;
  let unpaired = 0;
  for (const [path, judged] of Object.entries(theirs.files)) {
    const mine = new Map((ours.files[path] ?? []).map((operand) => [keyOf(operand), operand]));
    for (const operand of judged) {
      const other = mine.get(keyOf(operand));
      mine.delete(keyOf(operand));
      if (other === undefined) {
        unpaired++;
        continue;
      }
      operands++;
      if (operand.kind === "map") maps++;
      if (operand.kind === "map" && other.kind !== "map") missed.push([path, other]);
      if (operand.kind === "other" && other.kind === "map") falseMaps.push([path, other]);
    }
    unpaired += mine.size;
  }
  return { operands, maps, falseMaps, missed, unpaired };
}

function keyOf({ pos, end }: Operand): string {
  return `${pos}-${end}`;
}

function kindOf(type: Type | undefined): Operand["kind"] {
  if (type === undefined) return "unknown";
  if (asMap(type) !== undefined) return "map";
  return underlying(type).kind === "Unknown" ? "unknown" : "other";
}

function subjects(node: Node): Expr[] {
  const found: Expr[] = [];
  const visit = (next: Node): void => {
    if (next.kind === "IndexExpr" && next.indices.length === 1) found.push(next.x);
    else if (next.kind === "RangeStmt") found.push(next.x);
    else if (next.kind === "CallExpr" && next.fun.kind === "Ident" && next.args.length > 0) {
      if (/^(len|delete|clear)$/.test(next.fun.name)) found.push(next.args[0]);
    }
    forEachChild(next, visit);
  };
  visit(node);
  return found;
}

/** From UTF-16 offsets of a text to offsets in bytes. */
function byteOffsets(text: string): (offset: number) => number {
  const size = Buffer.byteLength(text);
  return size === text.length ? (offset) => offset : (offset) => Buffer.byteLength(text.slice(0, offset));
}
