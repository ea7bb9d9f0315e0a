import { useTexts } from "../text.ts";
import type { MapCells, Scene } from "../view/panel-view.ts";
import { Cells } from "./Cells.tsx";

/** What the goroutines share: memory, maps, and locks, channels and counters. */
export function Shared(props: { readonly scene: Scene }) {
  const { t } = useTexts();
  const { variables, maps, internal, syncs } = props.scene;
  return (
    <div class="shared">
      {variables.length > 0 && (
        <section aria-labelledby="memory-title">
          <h2 id="memory-title">{t("panel.memory")}</h2>
          <Cells cells={variables} />
        </section>
      )}
      {maps.length > 0 && (
        <section aria-labelledby="maps-title">
          <h2 id="maps-title">{t("panel.maps")}</h2>
          {maps.map((map) => (
            <MapEntries key={map.name} map={map} />
          ))}
        </section>
      )}
      {internal.length > 0 && (
        <section aria-labelledby="internal-title">
          <h2 id="internal-title">{t("panel.internal")}</h2>
          {internal.map((map) => (
            <MapEntries key={map.name} map={map} />
          ))}
        </section>
      )}
      {syncs.length > 0 && (
        <section aria-labelledby="locks-title">
          <h2 id="locks-title">{t("panel.locks")}</h2>
          <Cells cells={syncs} />
        </section>
      )}
    </div>
  );
}

function MapEntries({ map }: { readonly map: MapCells }) {
  const { t } = useTexts();
  return (
    <div class="map">
      <p class="mono">{map.name}</p>
      {map.entries.length === 0 ? <p class="dim">{t("panel.map.empty")}</p> : <Cells cells={map.entries} />}
    </div>
  );
}
