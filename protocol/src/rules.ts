/** The rules Mapvet knows, with what every face (editor, terminal, SARIF, documentation) needs of them. */

/** How sure a finding is: both accesses seen; evidence of sharing; somebody else's map. */
export type Tier = "error" | "warning" | "hint";

/** How a finding is shown: as its tier, unless somebody decides otherwise. */
export type Severity = Tier | "information";

/** How something is shown that has a tier, and perhaps a severity that somebody decided on. */
export function severityOf(reported: { readonly tier: Tier; readonly severity?: Severity }): Severity {
  return reported.severity ?? reported.tier;
}

/** All severities, the gravest first. */
export const severities = ["error", "warning", "information", "hint"] as const satisfies readonly Severity[];

/** The stable ids of the rules. */
export type RuleId =
  | "concurrent-map-access"
  | "inconsistent-guard"
  | "write-under-rlock"
  | "unguarded-shared-map"
  | "guarded-map-escapes"
  | "borrowed-map-mutated"
  | "check-then-act"
  | "wrong-guard"
  | "published-before-init"
  | "copied-guard"
  | "recover-cannot-catch";

/** What Mapvet says about the comments that suppress findings. */
export type NoticeId = "unused-suppression" | "bad-suppression";

/** Everything that Mapvet reports has one of these ids. */
export type CheckId = RuleId | NoticeId;

export interface RuleInfo<Id extends string = RuleId> {
  readonly id: Id;
  readonly tier: Tier;
  /** One sentence, plain text. */
  readonly description: { readonly en: string; readonly "zh-cn": string };
}

/** All rules, in the order in which documentation lists them. */
export const rules: readonly RuleInfo[] = [
  {
    id: "concurrent-map-access",
    tier: "error",
    description: {
      en: "Two accesses to a map, one of them a write, run at the same time without a common lock.",
      "zh-cn": "对同一个 map 的两次访问（其中一次是写）会同时执行，并且没有共同的锁。",
    },
  },
  {
    id: "inconsistent-guard",
    tier: "error",
    description: {
      en: "The map is guarded by a lock elsewhere; this access misses the lock.",
      "zh-cn": "这个 map 在别处由锁保护，而此处的访问没有持有该锁。",
    },
  },
  {
    id: "write-under-rlock",
    tier: "error",
    description: {
      en: "A map is written while only the read lock is held.",
      "zh-cn": "只持有读锁时写入了 map。",
    },
  },
  {
    id: "wrong-guard",
    tier: "error",
    description: {
      en: "The access holds a lock, but not the one that guards the map.",
      "zh-cn": "这次访问持有锁，但不是保护该 map 的那一个。",
    },
  },
  {
    id: "unguarded-shared-map",
    tier: "warning",
    description: {
      en: "A map of a type or package that is used concurrently has no lock at all.",
      "zh-cn": "这个 map 所属的类型或包会被并发使用，但它没有任何锁保护。",
    },
  },
  {
    id: "guarded-map-escapes",
    tier: "hint",
    description: {
      en: "A map that a lock guards leaves the code that holds the lock, and is used without it.",
      "zh-cn": "由锁保护的 map 离开了持有该锁的代码，在没有锁的情况下被使用。",
    },
  },
  {
    id: "published-before-init",
    tier: "warning",
    description: {
      en: "An object is shared first, and its map is filled afterwards.",
      "zh-cn": "先共享了对象，之后才填充它的 map。",
    },
  },
  {
    id: "copied-guard",
    tier: "warning",
    description: {
      en: "A copied struct shares its map with the original, but has a lock of its own.",
      "zh-cn": "结构体的副本与原件共享 map，锁却各有一把。",
    },
  },
  {
    id: "check-then-act",
    tier: "warning",
    description: {
      en: "A map is checked in one critical section and changed in another; what was checked may no longer hold.",
      "zh-cn": "在一个临界区中检查 map，在另一个临界区中修改它；检查的结果可能已经失效。",
    },
  },
  {
    id: "recover-cannot-catch",
    tier: "warning",
    description: {
      en: "A recover cannot catch a concurrent map access: the runtime ends the program.",
      "zh-cn": "recover 捕获不到对 map 的并发访问：运行时会直接结束程序。",
    },
  },
  {
    id: "borrowed-map-mutated",
    tier: "hint",
    description: {
      en: "Somebody else's map is changed in place.",
      "zh-cn": "就地修改了属于别人的 map。",
    },
  },
];

/** The notices. An unused comment does no harm; one that cannot be understood does not what it should. */
export const notices: readonly RuleInfo<NoticeId>[] = [
  {
    id: "unused-suppression",
    tier: "hint",
    description: {
      en: "A //mapvet:ignore comment suppresses nothing.",
      "zh-cn": "某条 //mapvet:ignore 注释没有抑制任何问题。",
    },
  },
  {
    id: "bad-suppression",
    tier: "warning",
    description: {
      en: "A //mapvet:ignore comment names no known rule or gives no reason.",
      "zh-cn": "某条 //mapvet:ignore 注释没有指明已知的规则，或没有给出理由。",
    },
  },
];

/** True when the text is the id of a rule. */
export function isRuleId(text: string): text is RuleId {
  return rules.some((rule) => rule.id === text);
}

/** True when the text is the id of a rule or a notice. */
export function isCheckId(text: string): text is CheckId {
  return isRuleId(text) || notices.some((notice) => notice.id === text);
}

/** What is known of a rule. */
export function ruleInfo(id: RuleId): RuleInfo {
  const info = rules.find((rule) => rule.id === id);
  if (info === undefined) throw new Error(`no rule ${id}`);
  return info;
}

/** What is known of a notice. */
export function noticeInfo(id: NoticeId): RuleInfo<NoticeId> {
  const info = notices.find((notice) => notice.id === id);
  if (info === undefined) throw new Error(`no notice ${id}`);
  return info;
}
