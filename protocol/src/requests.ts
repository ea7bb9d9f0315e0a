/**
 * What the editor and the language server say to each other beyond the Language Server Protocol.
 * Positions are those of the protocol: lines from 0, characters in UTF-16 code units.
 *
 * `Program` is the simulator's type. It is a parameter because this room knows no other; the client passes
 * the program through to the panel and leaves it `unknown`.
 */

import type { PanelRuntime } from "./panel.ts";

/** The options an editor may send when it starts the server (`initializationOptions`). All may be left out. */
export interface ServerOptions {
  /** The settings below `mapvet`, for editors that do not answer `workspace/configuration`. */
  readonly settings?: unknown;
  /** The commands of ours that the editor has; a lens or action that needs another is not offered. */
  readonly commands?: readonly string[];
  /** Where the page of a rule is found: an address with `{rule}` in the place of the rule's id. */
  readonly rulePage?: string;
  /** True when the editor answers `mapvet/readDirectory`, `mapvet/readFile` and `mapvet/stat`. */
  readonly readsFiles?: boolean;
  /** What the server cannot load by itself in a browser. */
  readonly assets?: ServerAssets;
}

/** The files that the server needs beside its script. */
export interface ServerAssets {
  /** The bytes of web-tree-sitter.wasm. */
  readonly runtime: Uint8Array;
  /** The bytes of tree-sitter-go.wasm. */
  readonly language: Uint8Array;
  /** The text of stdlib.json. */
  readonly stdlib: string;
}

/** A position of the protocol. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

/** Server, from the editor: the program for the simulator at a place of a document. */
export const scenarioRequest = "mapvet/scenario";

export interface ScenarioParams {
  readonly uri: string;
  /** The cursor, or where a selection starts. */
  readonly position: Place;
  /** Where the selection ends; left out when nothing is selected. */
  readonly end?: Place;
  /** A finding whose accesses the scenario must contain. */
  readonly fingerprint?: string;
  /** How many goroutines run the code; where left out the code decides. */
  readonly goroutines?: number;
}

/** A program, or in `problem` a sentence in the reader's language that says why there is none. */
export type ScenarioResult<Program = unknown> =
  | {
      readonly program: Program;
      /** One sentence for each thing that is not modelled exactly, in the reader's language. */
      readonly abstractions: readonly string[];
      /** What the program was made of: the name of a function, say. */
      readonly title: string;
      /** As in `PanelScenario`. */
      readonly races?: boolean;
      readonly runtime?: PanelRuntime;
      /** As in `LoadMessage`. */
      readonly goroutines?: number;
    }
  | { readonly problem: string };

/** Editor, from the server: what is in a folder. For files that only the editor can read. */
export const readDirectoryRequest = "mapvet/readDirectory";
/** Editor, from the server: the bytes of a file. */
export const readFileRequest = "mapvet/readFile";
/** Editor, from the server: whether something is a file or a folder. */
export const statRequest = "mapvet/stat";

export interface ReadParams {
  readonly uri: string;
}

export interface ReadFileParams extends ReadParams {
  /** A larger file is not sent. */
  readonly maxBytes: number;
}

export type EntryKind = "file" | "directory" | "link" | "other";

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

/** Why the editor could not read something. */
export interface ReadProblem {
  readonly problem: "missing" | "denied" | "wrong-kind" | "too-large" | "other";
}

export type ReadDirectoryResult = { readonly entries: readonly DirectoryEntry[] } | ReadProblem;
/** The bytes as base64, so that every transport carries them. */
export type ReadFileResult = { readonly base64: string } | ReadProblem;
/** The size is in bytes. A link is followed: the kind is never `link`. */
export type StatResult = { readonly kind: EntryKind; readonly size: number } | ReadProblem;

/** Editor, from the server: how the analysis stands. */
export const statusNotification = "mapvet/status";

export interface StatusParams {
  readonly state: "analysing" | "ready" | "failed";
  /** How many findings the open files have, by the severity they are shown with. */
  readonly errors: number;
  readonly warnings: number;
  readonly others: number;
  /** For `failed`: what went wrong, for the log and the tooltip. */
  readonly detail?: string;
}

/** The arguments of the command behind the code lens. */
export interface ShowScheduleArguments {
  readonly uri: string;
  /** The cursor, or where a selection starts. */
  readonly position: Place;
  /** Where the selection ends; left out when nothing is selected. */
  readonly end?: Place;
  readonly fingerprint?: string;
}

/** The command that opens the simulator on a finding. */
export const showScheduleCommand = "mapvet.showSchedule";
/** The command that opens the page of a rule; its argument is the rule's id. */
export const openRuleCommand = "mapvet.openRule";
