package io.eventbackfill.destinations.posthog;

import io.eventbackfill.delivery.Load;
import io.eventbackfill.delivery.UndoStep;
import java.util.List;

/**
 * What PostHog's pages say can be done about a load: events are found by their properties, and
 * deleted by person or by project (Controlling data storage, data deletion).
 */
final class PostHogUndo {
  private PostHogUndo() {}

  /** The steps. */
  static List<UndoStep> of(Load load) {
    String given = load.setting("importLabel");
    String label = given.isEmpty() ? PostHogQueryApi.DEFAULT_LABEL : given;
    return List.of(
        new UndoStep(
            "Find it.",
            " Every event of this load says so in its properties. In the SQL editor:",
            "SELECT toDate(timestamp), event, count() FROM events\n"
                + "WHERE properties.%s = '%s'\nGROUP BY toDate(timestamp), event"
                    .formatted(PostHogStoredMapping.LABEL, PostHogQueries.quoted(label)),
            "Other runs with the same --importLabel are found with it."),
        new UndoStep(
            "Remove it",
            " by person: PostHog deletes no events by their properties. A person is deleted in the"
                + " app, or by the Persons API with delete_events=true, and all of its events with"
                + " it, live ones too; events are cleared away later, on weekends in the cloud. Its"
                + " distinct ids should not be used again."),
        new UndoStep(
            "Otherwise",
            " delete the project, if it holds nothing else, and send what is right to a new one; or"
                + " ask PostHog's support, with this label."));
  }
}
