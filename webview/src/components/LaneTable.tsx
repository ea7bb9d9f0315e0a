import { useTexts } from "../text.ts";
import type { ShownLane } from "../view/panel-view.ts";
import { CellValue } from "./Cells.tsx";
import { Moves } from "./Moves.tsx";
import { StatusLabel } from "./StatusLabel.tsx";

/** The goroutines as a table: the same as the lanes, for reading row by row. */
export function LaneTable(props: {
  readonly lanes: readonly ShownLane[];
  readonly onMove: (token: string) => void;
}) {
  const { t } = useTexts();
  const buffers = props.lanes.some((lane) => lane.buffer !== null);
  return (
    <div class="scroll">
      <table class="grid">
        <caption class="hidden">{t("panel.goroutines")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("panel.table.thread")}</th>
            <th scope="col">{t("panel.table.state")}</th>
            <th scope="col">{t("panel.table.next")}</th>
            <th scope="col">{t("panel.registers")}</th>
            {buffers && <th scope="col">{t("panel.buffer")}</th>}
            <th scope="col">{t("panel.moves")}</th>
          </tr>
        </thead>
        <tbody>
          {props.lanes.map((lane) => (
            <LaneRow key={lane.name} lane={lane} buffers={buffers} onMove={props.onMove} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LaneRow(props: {
  readonly lane: ShownLane;
  readonly buffers: boolean;
  readonly onMove: (token: string) => void;
}) {
  const { t } = useTexts();
  const { lane } = props;
  const next = lane.lines.find((line) => line.next);
  return (
    <tr>
      <th scope="row">
        {lane.name} {lane.moved && <span class="badge">{t("panel.lane.moved")}</span>}
      </th>
      <td>
        <StatusLabel lane={lane} />
      </td>
      <td class="mono">{next === undefined ? "–" : `${next.source.line}: ${next.text.trim()}`}</td>
      <td class="mono">
        {lane.registers.map((cell) => (
          <div key={cell.name}>
            {cell.name} = <CellValue cell={cell} />
          </div>
        ))}
      </td>
      {props.buffers && (
        <td class="mono">
          {lane.buffer === null || lane.buffer.length === 0
            ? t("panel.buffer.empty")
            : lane.buffer.map((entry) => entry.text).join(", ")}
        </td>
      )}
      <td>
        <Moves moves={lane.moves} onMove={props.onMove} />
      </td>
    </tr>
  );
}
