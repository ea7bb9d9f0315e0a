/** Makes findings that stand at a place of a function and are about a map, not only about an access to it. */
import type { Message } from "../../../protocol/src/messages.ts";
import { message } from "../../../protocol/src/messages.ts";
import type { AccessKind, MapKind } from "../../../protocol/src/report.ts";
import { type RuleId, ruleInfo, type Tier } from "../../../protocol/src/rules.ts";
import type { AnalysedFunc } from "../effects/analyse.ts";
import type { Place, Var } from "../types/types.ts";
import type { StructOwner } from "./classes.ts";
import type { Finding, Related } from "./finding.ts";
import { happensIn } from "./happensIn.ts";
import { functionName, rangeOf, shownDeclaration } from "./render.ts";
import type { Sides } from "./survey/sides.ts";

/** What a finding is about. */
export interface Subject {
  readonly name: string;
  readonly kind: MapKind;
  /** The variable or field that holds the map. */
  readonly variable?: Var;
}

/** What a rule says about a place. */
export interface PlaceReport {
  readonly rule: RuleId;
  readonly subject: Subject;
  readonly owner: AnalysedFunc;
  readonly place: Place;
  /** What happens at the place. */
  readonly kind: AccessKind;
  /** The expression at the place, for the fingerprint. */
  readonly text: string;
  readonly message: Message;
  readonly related: readonly Related[];
  readonly evidence: readonly Message[];
  readonly threads?: Finding["threads"];
  readonly sides?: Sides | undefined;
  /** The functions of what it meets, where that is known. */
  readonly others?: readonly AnalysedFunc[];
  /** Where the evidence of this one finding is weaker than its rule promises; the rule's tier otherwise. */
  readonly tier?: Tier;
}

/** The finding of a place. */
export function placeFinding(report: PlaceReport): Finding {
  const { rule, subject, owner, place, kind, text } = report;
  const declaredAt = subject.variable && shownDeclaration(subject.variable);
  const where = functionName(owner.func);
  const declaration: Related[] =
    declaredAt === undefined
      ? []
      : [
          {
            role: "declaration",
            range: declaredAt,
            message: message("related.declaration", { map: subject.name }),
          },
        ];
  return {
    rule,
    tier: report.tier ?? ruleInfo(rule).tier,
    message: report.message,
    range: rangeOf(place, owner.func.pkg),
    map: { name: subject.name, kind: subject.kind, declaredAt },
    access: { kind, function: where },
    related: [...report.related, ...declaration],
    evidence: report.evidence,
    threads: report.threads ?? [],
    ...(report.sides && { sides: report.sides }),
    happensIn: happensIn(owner, report.others ?? []),
    fingerprint: [rule, subject.name, where, kind, text].join(" "),
  };
}

/** A map by the variable or field that holds it; `elements` counts the maps, slices... that it lies in. */
export function subjectOf(variable: Var, elements: number, owners: ReadonlyMap<Var, StructOwner>): Subject {
  const struct = owners.get(variable);
  const base = struct === undefined ? variable.name : `${struct.name}.${variable.name}`;
  return { name: base + "[...]".repeat(elements), kind: kindOf(variable), variable };
}

function kindOf({ role }: Var): MapKind {
  switch (role) {
    case "field":
    case "package":
    case "local":
    case "result":
      return role;
    case "param":
    case "recv":
      return "parameter";
  }
}
