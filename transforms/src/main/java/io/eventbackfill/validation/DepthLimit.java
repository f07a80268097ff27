package io.eventbackfill.validation;

import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.Reason;
import java.util.List;

/**
 * Properties and groups are not nested deeper than the destination takes. Never changes an event.
 *
 * @param maxDepth how many objects and arrays may lie inside each other, the outermost included
 */
public record DepthLimit(int maxDepth) implements EventRule {
  private static final long serialVersionUID = 1L;

  private static final List<String> NESTED =
      List.of(Attributes.EVENT_PROPERTIES, Attributes.USER_PROPERTIES, Attributes.GROUPS);

  @Override
  public Checked check(Event event) {
    for (String field : NESTED) {
      JsonValue value = event.attributes().get(field);
      if (value != null && value.depth() > maxDepth) {
        return new Refused(
            Reason.TOO_DEEP,
            field,
            field + " is nested " + value.depth() + " deep, the destination takes " + maxDepth);
      }
    }
    return Checked.kept(event);
  }
}
