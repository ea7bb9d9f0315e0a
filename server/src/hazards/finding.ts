/** What a rule reports. Every face (editor, terminal, SARIF) renders the same finding. */
import type { Message } from "../../../protocol/src/messages.ts";
import type { AccessKind, MapKind, RelatedRole } from "../../../protocol/src/report.ts";
import type { RuleId, Severity, Tier } from "../../../protocol/src/rules.ts";
import type { Sides } from "./survey/sides.ts";

/** A range of text in a file: UTF-16 offsets into the text that was analysed. */
export interface SourceRange {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** Another place that the finding names. */
export interface Related {
  readonly role: RelatedRole;
  readonly range: SourceRange;
  readonly message: Message;
}

/** One goroutine of the interleaving that goes wrong, step by step in its own order. */
export interface ThreadFlow {
  readonly name: Message;
  readonly steps: readonly { readonly range: SourceRange; readonly message: Message }[];
}

/** Functions by their names all over the module: see `globalName`. */
export interface HappensIn {
  readonly at: string;
  /** One of these has to run as well, where there are any. */
  readonly others: readonly string[];
}

export interface Finding {
  readonly rule: RuleId;
  readonly tier: Tier;
  /** How it is shown where the configuration says so; as its tier otherwise. No rule sets it. */
  readonly severity?: Severity;
  readonly message: Message;
  readonly range: SourceRange;
  readonly map: {
    /** `Type.field`, the variable's name, or the expression. */
    readonly name: string;
    readonly kind: MapKind;
    readonly declaredAt?: SourceRange;
  };
  readonly access: {
    readonly kind: AccessKind;
    /**
     * The function as Go names it in stack traces without the package: `f`, `T.m`, `(*T).m`. For what stands in the
     * initial value of a variable, `var x`.
     */
    readonly function: string;
  };
  readonly related: readonly Related[];
  /** Why Mapvet believes it: locks at both places, the vote on the guard, who runs when. */
  readonly evidence: readonly Message[];
  /** The two goroutines that collide; empty where only the guard speaks. */
  readonly threads: readonly ThreadFlow[];
  /** The guard that should be held: as an expression at the access, such as `s.mu`. */
  readonly guard?: { readonly expression: string; readonly name: string; readonly readWrite: boolean };
  /** Until it is known who calls the functions of the package from others: from where both sides are reached. */
  readonly sides?: Sides;
  /** What has to run for it to happen; absent in tests. */
  readonly happensIn?: HappensIn;
  /** The same for the same hazard wherever it moves in its file: rule, map, function and access. */
  readonly fingerprint: string;
}
