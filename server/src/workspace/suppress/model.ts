/** What comments say about findings, and what Mapvet says about such comments. */
import type { Message } from "../../../../protocol/src/messages.ts";
import type { NoticeId, RuleId, Severity, Tier } from "../../../../protocol/src/rules.ts";
import type { TextEdit } from "../../fixes/fix.ts";
import type { Finding, SourceRange } from "../../hazards/finding.ts";
import type { Range } from "../../syntax/ast.ts";

/** A comment that suppresses findings. Offsets are absolute in its file. */
export interface Directive {
  /** `//mapvet:ignore`, golangci-lint's `//nolint`, or staticcheck's `//lint:ignore`. */
  readonly syntax: "mapvet" | "nolint" | "lint";
  readonly comment: Range;
  readonly rules: readonly NamedRule[] | "all";
  /** Why, in the words of whoever wrote it; empty where none is needed and none is given. */
  readonly reason: string;
  /** Where findings are suppressed. */
  readonly scopes: readonly Range[];
  /** True when an exported map is declared there: findings of it may stand in any package. */
  readonly exportsMap: boolean;
}

/** A rule as a comment names it, and where. */
export interface NamedRule {
  readonly id: RuleId;
  readonly range: Range;
}

/** A finding that is not shown, and the comment that says so. */
export interface Suppressed {
  readonly finding: Finding;
  readonly comment: SourceRange;
  readonly reason: string;
}

/** Something about a suppressing comment that its author should know. */
export interface Notice {
  readonly id: NoticeId;
  readonly tier: Tier;
  /** How it is shown where the configuration says so; as its tier otherwise. */
  readonly severity?: Severity;
  readonly message: Message;
  readonly range: SourceRange;
  /** Takes away what does nothing; empty where only the author can know what was meant. */
  readonly removal: readonly TextEdit[];
}
