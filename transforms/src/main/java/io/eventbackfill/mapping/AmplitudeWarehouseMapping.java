package io.eventbackfill.mapping;

import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Merge;
import io.eventbackfill.model.SkippedFile;
import io.eventbackfill.model.SourceRow;
import java.util.Optional;

/**
 * Amplitude's events as warehouses hold and unload them (Snowflake, BigQuery, Redshift,
 * Databricks): the fields of {@link AmplitudeExportMapping}, and its rules and guarantees, once
 * {@link WarehouseRow} has undone what the warehouse did to their names and types.
 *
 * @param export the rules for what is left
 */
public record AmplitudeWarehouseMapping(AmplitudeExportMapping export) implements Mapping {
  private static final long serialVersionUID = 1L;

  /** The value of {@code --mapping} that selects it. */
  public static final String NAME = "amplitude-warehouse";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<SkippedFile> skips(String path) {
    return export.skips(path);
  }

  @Override
  public Optional<String> project(SourceRow row) {
    return export.project(WarehouseRow.restored(row));
  }

  @Override
  public Optional<String> timeField() {
    return export.timeField();
  }

  @Override
  public Checked map(SourceRow row) {
    return export.map(WarehouseRow.restored(row));
  }

  @Override
  public Optional<Merge> merge(SourceRow row) {
    return export.merge(WarehouseRow.restored(row));
  }
}
