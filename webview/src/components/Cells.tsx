import { useTexts } from "../text.ts";
import type { Cell } from "../view/panel-view.ts";

/** Names with their values; a changed one shows the old value, a mark and a thicker border. */
export function Cells(props: { readonly cells: readonly Cell[] }) {
  return (
    <dl class="cells">
      {props.cells.map((cell) => (
        <div key={cell.name} class={cell.before === null ? "cell" : "cell changed"}>
          <dt class="mono">{cell.name}</dt>
          <dd class="mono">
            <CellValue cell={cell} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A value, with what it was before the last step when that changed it. */
export function CellValue(props: { readonly cell: Cell }) {
  const { t } = useTexts();
  const { value, before } = props.cell;
  if (before === null) return <span class="value">{value}</span>;
  return (
    <>
      <span class="before">
        <span class="hidden">{t("panel.changed")}: </span>
        {before}
      </span>
      <span class="mark" aria-hidden="true">
        {" → "}
      </span>
      <span class="value">{value}</span>
    </>
  );
}
