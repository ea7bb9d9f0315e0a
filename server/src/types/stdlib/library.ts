/** The standard library as packages, read from its index package by package when it is imported. */
import { lowerFile } from "../../syntax/file.ts";
import { packageValueTypes } from "../body.ts";
import { Package } from "../package.ts";
import { type StdlibIndex, stdlibSource } from "./stdlib.ts";

/** Packages that are declared by an index instead of files. Made once, shared by all programs. */
export class Library {
  readonly #index: StdlibIndex;
  readonly #packages = new Map<string, Package>();

  constructor(index: StdlibIndex) {
    this.#index = index;
  }

  /** The package with an import path; undefined when the index does not know it. */
  package(path: string): Package | undefined {
    const known = this.#packages.get(path);
    if (known !== undefined) return known;
    const text = stdlibSource(this.#index, path);
    if (text === undefined) return undefined;
    const file = lowerFile(text);
    const options = {
      path,
      name: file.packageName,
      indexed: true,
      importer: (other: string) => this.package(other),
      valueTypes: packageValueTypes,
    };
    const made = new Package(options, [{ path: `${path}/stub.go`, file }]);
    this.#packages.set(path, made);
    return made;
  }
}
