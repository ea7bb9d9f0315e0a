/** Messages of findings and their evidence. Each text exists in every language. */
const en = {
  "finding.concurrent-map-access":
    "{access} of map {map} runs at the same time as {other} in {otherWhere}, with no common lock",
  "finding.concurrent-map-access.self":
    "{access} of map {map} runs in several goroutines at once, with no lock",
  "finding.inconsistent-guard":
    "{access} of map {map} without {guard}, which guards it elsewhere ({votes} of {total} accesses)",
  "finding.inconsistent-guard.call":
    "{to} is called without {guard}, which its caller must hold for the {access} of map {map}",
  "finding.inconsistent-guard.argument":
    "map {map} is looked up for {to} before {to} takes {guard}, under which others replace it",
  "finding.write-under-rlock": "{access} of map {map} while only the read lock of {guard} is held",
  "finding.unguarded-shared-map": "{access} of map {map} without a lock, but {reason}",
  "finding.guarded-map-escapes.return":
    "map {map}, which {guard} guards, is returned: who gets it uses it without the lock",
  "finding.guarded-map-escapes.store":
    "map {map}, which {guard} guards, is stored in {to}: it can be used from there without the lock",
  "finding.guarded-map-escapes.send":
    "map {map}, which {guard} guards, is sent to {to}: who receives it uses it without the lock",
  "finding.guarded-map-escapes.argument":
    "map {map}, which {guard} guards, is given to {to}, which keeps it and uses it without the lock",
  "finding.guarded-map-escapes.alias":
    "{access} of map {map} after {guard} was released, under which the map was looked up",
  "finding.guarded-map-escapes.entry":
    "{access} of map {map} after {guard} was released, under which its object was looked up and its writes happen",
  "finding.wrong-guard": "{access} of map {map} under {lock}, but {guard} guards it elsewhere",
  "finding.wrong-guard.instance":
    "{access} of map {map} as {text} under {lock}, which is the lock of another object",
  "finding.wrong-guard.fresh":
    "{access} of map {map} under {lock}, which is declared here: each call locks its own, and keeps nobody out",
  "finding.published-before-init.store":
    "{access} of map {map} after {object} was shared: others can use the map already",
  "finding.published-before-init.send":
    "{access} of map {map} after {object} was sent: who received it may be using the map",
  "finding.copied-guard":
    "{access} of map {map} through {copy}, a copy of its struct: the map is the original's, the lock {guard} is not",
  "finding.copied-guard.receiver":
    "{access} of map {map} in {where}, which has a value receiver: each call locks its own copy of {guard}",
  "finding.check-then-act.update":
    "map {map} is updated at {key} from what was read before the lock was released: an update in between is lost",
  "finding.check-then-act.refused":
    "map {map} was checked for {key} before the lock was released: an entry made in between is overwritten, not refused",
  "finding.check-then-act.replaced":
    "map {map} was checked for {key} before the lock was released: an object stored in between is replaced while it is in use",
  "finding.check-then-act.sync.update":
    "map {map} is updated at {key} by Load and Store: an update in between is lost",
  "finding.check-then-act.sync.refused":
    "map {map} is checked for {key} by Load, then stored: an entry made in between is overwritten, not refused",
  "finding.check-then-act.sync.replaced":
    "map {map} is checked for {key} by Load, then stored: an object stored in between is replaced while it is in use",
  "finding.recover-cannot-catch":
    "recover does not help when map {map} is accessed concurrently: the program ends at once",
  "finding.recover-cannot-catch.words":
    "recover cannot catch a concurrent map access: the program ends at once",
  "finding.borrowed-map-mutated": "{access} of map {map}, {why}",
  "finding.borrowed-map-mutated.context": "which every holder of the context has ({text})",
  "finding.borrowed-map-mutated.atomic": "which was published: others read it without a lock ({text})",
  "finding.borrowed-map-mutated.syncMap": "which everybody who looks there has ({text})",
  "finding.borrowed-map-mutated.cache": "which belongs to a cache that others read ({text})",
  "finding.borrowed-map-mutated.copy": "which {copy} shares with {text}, of which it is a copy",
  "finding.borrowed-map-mutated.parameter":
    "which the caller has, too: {copy} is a copy of a struct, with the same map",
  "finding.borrowed-map-mutated.field": "which is the same map as {text}",
  "finding.borrowed-map-mutated.clone":
    "what {where} copies shares map {map} with the original, and {writer} changes it in place",
  "access.write": "write",
  "access.read": "read",
  "access.iterate": "iteration",
  "access.delete": "delete",
  "access.clear": "clear",
  "access.reassign": "reassignment",
  "access.escape": "escape",
  "related.conflicting": "conflicting {access} in {where}",
  "related.goroutine": "{goroutine} starts here",
  "related.lock": "{access} under {guard} in {where}",
  "related.declaration": "{map} is declared here",
  "related.guard": "{guard} is declared here",
  "related.replaced": "{variable} is replaced under {guard} in {where}",
  "related.call": "called here without {guard}",
  "evidence.votes": "{guard} is held in {votes} of {total} accesses",
  "evidence.votesByKind":
    "{guard} is held in {writeVotes} of {writes} writes and {readVotes} of {reads} reads",
  "evidence.othersDecide":
    "nothing that is seen here runs the two at the same time: that depends on who calls them",
  "evidence.callersMeet":
    "in other packages of the module, goroutines or handlers reach both: they may do so at the same time",
  "evidence.callersDecide":
    "nothing that is seen here calls this twice at the same time: that depends on who calls it",
  "evidence.hat": "{guard} stands directly above {map}",
  "evidence.comment": "a comment says that {guard} guards {map}",
  "evidence.outerGuard": "{guard} guards the map that it lies in",
  "evidence.copy": "{copy} is a copy, with a {guard} of its own",
  "evidence.twoSections": "{locks} is released between the check and this write, and taken again",
  "evidence.record": "the record is written back as a whole: what is lost depends on its fields",
  "evidence.syncMapSteps": "each operation of a sync.Map is atomic, two of them together are not",
  "evidence.fatal": "the runtime reports it as a fatal error, not as a panic: deferred functions do not run",
  "evidence.sameMap":
    "a map value is a reference: copying it, or the struct around it, does not copy the entries",
  "evidence.sharedUnder": "{locks} was held when it was shared, and is not held here",
  "related.check": "{map} is checked here",
  "related.shared": "{object} is shared here",
  "related.borrowed": "{map} comes from here",
  "evidence.noLock": "none of the {total} accesses holds a lock",
  "evidence.elsewhere": "{where} of package {package} does it",
  "evidence.furtherDown": "{where} of package {package} leads to it, by {calls} more calls",
  "evidence.goroutine": "{where} runs in its own goroutine",
  "evidence.leftRunning": "the goroutine started in {where} loops on when {where} has returned",
  "evidence.handler": "{where} is a handler: it runs once for each request, in parallel",
  "evidence.exported": "{where} is exported from a type that is used concurrently",
  "evidence.ownLock": "{type} has a lock of its own, {guard}",
  "evidence.iterator": "the iterator reads {map} whenever somebody ranges over it",
  "evidence.loop": "the goroutine is started in a loop",
  "evidence.locksHere": "locks held here: {locks}",
  "evidence.locksThere": "locks held there: {locks}",
  "evidence.noLocks": "no lock is held here",
  "reason.handler": "{where} is a handler that runs in parallel",
  "reason.goroutine": "{where} runs in its own goroutine",
  "reason.leftRunning": "{where} leaves a goroutine running that uses it, too",
  "reason.documented": "the documentation of {type} says that it is safe for concurrent use",
  "reason.atomicName": "{where} is named as an operation of sync.Map, which others may call meanwhile",
  "reason.cache": "{where} fills it for all its callers",
  "reason.cacheOfType":
    "it is made anew under the lock of {type} ({guard}) and {where} fills it when it is asked",
  "reason.locksItself": "{type} has a lock ({guard}) for its other fields and {where} is exported",
  "where.function": "{name}",
  "where.called": "the goroutine that calls {name}",
  "where.registered": "the goroutine that calls the handlers registered in {name}",
  "where.goroutine": "the goroutine started in {name}",
  "where.loopGoroutine": "goroutines started in a loop in {name}",
  "flow.start": "{name} starts",
  "flow.access": "{access} of {map}",
  "hover.accesses": "map {map}: {writes} writes and {reads} reads outside of constructors",
  "hover.noGuard": "no lock guards it",
  "hover.guard": "guarded by {guard}",
  "scenario.noPackage": "This file belongs to no package that Mapvet can read.",
} as const;

const zhCn: Record<keyof typeof en, string> = {
  "finding.concurrent-map-access":
    "对 map {map} 的{access}会与 {otherWhere} 中的{other}同时执行，且没有共同的锁",
  "finding.concurrent-map-access.self": "对 map {map} 的{access}会在多个 goroutine 中同时执行，且没有锁",
  "finding.inconsistent-guard":
    "对 map {map} 的{access}没有持有 {guard}，而别处由它保护（{total} 次访问中的 {votes} 次）",
  "finding.inconsistent-guard.call":
    "调用 {to} 时没有持有 {guard}，而它对 map {map} 的{access}要求调用者持有",
  "finding.inconsistent-guard.argument":
    "map {map} 是为 {to} 取得的，此时 {to} 还没有获取 {guard}，而别人会在持有它时替换该 map",
  "finding.write-under-rlock": "对 map {map} 的{access}发生时只持有 {guard} 的读锁",
  "finding.unguarded-shared-map": "对 map {map} 的{access}没有锁，但是{reason}",
  "finding.guarded-map-escapes.return":
    "由 {guard} 保护的 map {map} 被返回：得到它的代码会在没有锁的情况下使用它",
  "finding.guarded-map-escapes.store":
    "由 {guard} 保护的 map {map} 被存入 {to}：可以从那里在没有锁的情况下使用它",
  "finding.guarded-map-escapes.send":
    "由 {guard} 保护的 map {map} 被发送到 {to}：接收者会在没有锁的情况下使用它",
  "finding.guarded-map-escapes.argument":
    "由 {guard} 保护的 map {map} 被交给 {to}，它会保留这个 map 并在没有锁的情况下使用",
  "finding.guarded-map-escapes.alias":
    "对 map {map} 的{access}发生在释放 {guard} 之后，而该 map 是在持有它时取得的",
  "finding.guarded-map-escapes.entry":
    "对 map {map} 的{access}发生在释放 {guard} 之后，而它所属的对象是在持有 {guard} 时取得的，对该 map 的写入也都持有它",
  "finding.wrong-guard": "对 map {map} 的{access}持有 {lock}，但别处由 {guard} 保护它",
  "finding.wrong-guard.instance": "以 {text} 对 map {map} 的{access}持有 {lock}，而那是另一个对象的锁",
  "finding.wrong-guard.fresh":
    "对 map {map} 的{access}持有 {lock}，它就在此处声明：每次调用各锁各的，挡不住任何人",
  "finding.published-before-init.store":
    "对 map {map} 的{access}发生在 {object} 被共享之后：别人可能已经在使用该 map",
  "finding.published-before-init.send":
    "对 map {map} 的{access}发生在 {object} 被发送之后：接收者可能正在使用该 map",
  "finding.copied-guard": "通过结构体的副本 {copy} 对 map {map} 的{access}：map 是原件的，锁 {guard} 却不是",
  "finding.copied-guard.receiver":
    "{where} 中对 map {map} 的{access}：它的接收者是值，每次调用锁的都是 {guard} 的副本",
  "finding.check-then-act.update": "用释放锁之前读到的值更新 map {map} 的 {key}：其间的更新会丢失",
  "finding.check-then-act.refused":
    "在释放锁之前检查了 map {map} 中的 {key}：其间加入的条目会被覆盖，而不是被拒绝",
  "finding.check-then-act.replaced":
    "在释放锁之前检查了 map {map} 中的 {key}：其间存入的对象会在使用中被替换",
  "finding.check-then-act.sync.update": "用 Load 和 Store 更新 map {map} 的 {key}：其间的更新会丢失",
  "finding.check-then-act.sync.refused":
    "用 Load 检查 map {map} 中的 {key} 之后再存入：其间加入的条目会被覆盖，而不是被拒绝",
  "finding.check-then-act.sync.replaced":
    "用 Load 检查 map {map} 中的 {key} 之后再存入：其间存入的对象会在使用中被替换",
  "finding.recover-cannot-catch": "map {map} 被并发访问时 recover 无济于事：程序会立即结束",
  "finding.recover-cannot-catch.words": "recover 捕获不到对 map 的并发访问：程序会立即结束",
  "finding.borrowed-map-mutated": "对 map {map} 的{access}，{why}",
  "finding.borrowed-map-mutated.context": "而持有该 context 的代码都有它（{text}）",
  "finding.borrowed-map-mutated.atomic": "而它已经发布：别人会不加锁地读取（{text}）",
  "finding.borrowed-map-mutated.syncMap": "而从那里取值的代码都有它（{text}）",
  "finding.borrowed-map-mutated.cache": "而它属于别人也在读取的缓存（{text}）",
  "finding.borrowed-map-mutated.copy": "而 {copy} 是 {text} 的副本，与它共享该 map",
  "finding.borrowed-map-mutated.parameter": "而调用者也有它：{copy} 是结构体的副本，map 是同一个",
  "finding.borrowed-map-mutated.field": "而它与 {text} 是同一个 map",
  "finding.borrowed-map-mutated.clone": "{where} 复制出的副本与原件共享 map {map}，而 {writer} 会就地修改它",
  "access.write": "写入",
  "access.read": "读取",
  "access.iterate": "遍历",
  "access.delete": "删除",
  "access.clear": "清空",
  "access.reassign": "重新赋值",
  "access.escape": "逃逸",
  "related.conflicting": "{where} 中有冲突的{access}",
  "related.goroutine": "{goroutine}在此启动",
  "related.lock": "{where} 中的{access}持有 {guard}",
  "related.declaration": "{map} 在此声明",
  "related.guard": "{guard} 在此声明",
  "related.replaced": "{where} 在持有 {guard} 时替换 {variable}",
  "related.call": "此处调用时没有持有 {guard}",
  "evidence.votes": "{total} 次访问中有 {votes} 次持有 {guard}",
  "evidence.votesByKind": "{writes} 次写中有 {writeVotes} 次、{reads} 次读中有 {readVotes} 次持有 {guard}",
  "evidence.othersDecide": "此处看不到有代码同时执行两者：这取决于由谁调用它们",
  "evidence.callersMeet": "在模块的其他包中，goroutine 或处理函数会到达这两处：可能同时发生",
  "evidence.callersDecide": "此处看不到有代码同时两次调用它：这取决于由谁调用",
  "evidence.hat": "{guard} 紧挨在 {map} 上方声明",
  "evidence.comment": "注释说明 {guard} 保护 {map}",
  "evidence.outerGuard": "{guard} 保护它所在的 map",
  "evidence.copy": "{copy} 是副本，有自己的 {guard}",
  "evidence.twoSections": "在检查与这次写入之间释放了 {locks}，然后重新获取",
  "evidence.record": "整条记录被写回：会丢失什么取决于它的字段",
  "evidence.syncMapSteps": "sync.Map 的每个操作是原子的，两个操作合起来不是",
  "evidence.fatal": "运行时把它作为致命错误（fatal error）而不是 panic 报告：延迟函数不会执行",
  "evidence.sameMap": "map 值是引用：复制它或它所在的结构体，不会复制其中的条目",
  "evidence.sharedUnder": "共享时持有 {locks}，此处没有持有",
  "related.check": "此处检查了 {map}",
  "related.shared": "{object} 在此被共享",
  "related.borrowed": "{map} 来自此处",
  "evidence.noLock": "{total} 次访问都没有持有锁",
  "evidence.elsewhere": "由包 {package} 的 {where} 完成",
  "evidence.furtherDown": "由包 {package} 的 {where} 再经 {calls} 次调用完成",
  "evidence.goroutine": "{where} 在自己的 goroutine 中运行",
  "evidence.leftRunning": "{where} 返回之后，它启动的 goroutine 仍在循环运行",
  "evidence.handler": "{where} 是处理函数：每个请求各运行一次，彼此并行",
  "evidence.exported": "{where} 是被并发使用的类型的导出方法",
  "evidence.ownLock": "{type} 自己有锁 {guard}",
  "evidence.iterator": "每次对该迭代器使用 range 时，它才读取 {map}",
  "evidence.loop": "该 goroutine 在循环中启动",
  "evidence.locksHere": "此处持有的锁：{locks}",
  "evidence.locksThere": "对方持有的锁：{locks}",
  "evidence.noLocks": "此处没有持有锁",
  "reason.handler": "{where} 是并行运行的处理函数",
  "reason.goroutine": "{where} 在自己的 goroutine 中运行",
  "reason.leftRunning": "{where} 启动的 goroutine 一直在运行，也使用它",
  "reason.documented": "{type} 的文档说明它可以并发使用",
  "reason.atomicName": "{where} 的名称与 sync.Map 的操作相同，而后者允许并发调用",
  "reason.cache": "{where} 为所有调用者填充它",
  "reason.cacheOfType": "它在持有 {type} 的锁（{guard}）时被重新创建，而 {where} 在被调用时填充它",
  "reason.locksItself": "{type} 有保护其他字段的锁（{guard}），并且 {where} 是导出的",
  "where.function": "{name}",
  "where.called": "调用 {name} 的 goroutine",
  "where.registered": "调用 {name} 中注册的处理函数的 goroutine",
  "where.goroutine": "{name} 中启动的 goroutine",
  "where.loopGoroutine": "{name} 中循环启动的多个 goroutine",
  "flow.start": "{name} 启动",
  "flow.access": "{access} {map}",
  "hover.accesses": "map {map}：构造函数之外有 {writes} 次写、{reads} 次读",
  "hover.noGuard": "没有锁保护它",
  "hover.guard": "由 {guard} 保护",
  "scenario.noPackage": "此文件不属于 Mapvet 能够读取的包。",
};

export const findingMessages = { en, "zh-cn": zhCn };
