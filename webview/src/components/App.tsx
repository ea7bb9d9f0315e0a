import { useEffect, useMemo, useState } from "preact/hooks";
import type { LoadMessage } from "../../../protocol/src/panel.ts";
import type { Program } from "../../../simulator/src/index.ts";
import type { Host } from "../host.ts";
import type { Simulator } from "../simulator.ts";
import { TextsProvider, textsFor } from "../text.ts";
import { Problem } from "./Problem.tsx";
import { Simulation } from "./Simulation.tsx";

type Shown =
  | { readonly kind: "waiting" }
  | { readonly kind: "problem"; readonly message: string }
  | { readonly kind: "loaded"; readonly load: LoadMessage<Program>; readonly count: number };

/** The panel: waits for the extension, and shows what it sends. */
export function App(props: { readonly host: Host; readonly simulator: Simulator }) {
  const { host } = props;
  const [shown, setShown] = useState<Shown>({ kind: "waiting" });
  const [locale, setLocale] = useState(document.documentElement.lang);
  useEffect(() => {
    const stop = host.listen((message) => {
      if (message.type === "problem") {
        setShown({ kind: "problem", message: message.message });
        return;
      }
      setLocale(message.locale);
      setShown((before) => ({ kind: "loaded", load: message, count: countAfter(before, message) }));
    });
    host.send({ type: "ready" });
    return stop;
  }, [host]);
  const texts = useMemo(() => textsFor(locale), [locale]);
  useEffect(() => {
    document.documentElement.lang = texts.locale;
  }, [texts.locale]);
  return (
    <TextsProvider value={texts}>
      {shown.kind === "waiting" && (
        <main class="message" aria-busy="true">
          <p>{texts.t("panel.loading")}</p>
        </main>
      )}
      {shown.kind === "problem" && <Problem text={shown.message} />}
      {shown.kind === "loaded" && (
        <Simulation
          key={shown.count}
          host={host}
          simulator={props.simulator}
          load={shown.load}
          restored={host.restore()}
        />
      )}
    </TextsProvider>
  );
}

/** A scenario of the same origin takes the place of the one before; any other begins anew. */
function countAfter(before: Shown, next: LoadMessage<Program>): number {
  if (before.kind !== "loaded") return 0;
  const same = next.origin !== undefined && next.origin === before.load.origin;
  return same ? before.count : before.count + 1;
}
