import { useTexts } from "../text.ts";
import type { Line, ShownLane } from "../view/panel-view.ts";
import { Cells } from "./Cells.tsx";
import { CodeLines } from "./CodeLines.tsx";
import { Moves } from "./Moves.tsx";
import { Queue } from "./Queue.tsx";
import { StatusLabel } from "./StatusLabel.tsx";

/** A goroutine's column: its lines, its locals, its store buffer and its next moves. */
export function LaneColumn(props: {
  readonly lane: ShownLane;
  readonly onMove: (token: string) => void;
  readonly onReveal: (line: Line) => void;
}) {
  const { t } = useTexts();
  const { lane } = props;
  return (
    <section class={lane.moved ? "lane moved" : "lane"} aria-label={lane.name}>
      <div class="lane-head">
        <h3>
          {lane.name} {lane.moved && <span class="badge">{t("panel.lane.moved")}</span>}
        </h3>
        <StatusLabel lane={lane} />
      </div>
      <CodeLines thread={lane.name} lines={lane.lines} onReveal={props.onReveal} />
      {lane.registers.length > 0 && (
        <div>
          <p class="dim">{t("panel.registers")}</p>
          <Cells cells={lane.registers} />
        </div>
      )}
      {lane.buffer !== null && <Queue thread={lane.name} entries={lane.buffer} />}
      {lane.moves.length > 0 && <Moves moves={lane.moves} onMove={props.onMove} />}
    </section>
  );
}
