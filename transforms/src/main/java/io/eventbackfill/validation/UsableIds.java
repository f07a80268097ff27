package io.eventbackfill.validation;

import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * At least one id the destination takes. An unusable one beside a usable one is left out and noted;
 * an event left with none is refused.
 *
 * @param form what makes an id usable
 */
public record UsableIds(IdForm form) implements EventRule {
  private static final long serialVersionUID = 1L;

  private static final String USER = "user_id";
  private static final String DEVICE = "device_id";

  /** The rule for {@link IdLimits}. */
  public UsableIds(int minLength, int maxLength, Set<String> invalid) {
    this(new IdLimits(minLength, maxLength, invalid));
  }

  @Override
  public Checked check(Event event) {
    Who who = event.who();
    String device = who.device();
    String user = who.user();
    String deviceFault = fault(device);
    String userFault = fault(user);
    boolean usableDevice = device != null && deviceFault == null;
    boolean usableUser = user != null && userFault == null;
    if (!usableDevice && !usableUser) {
      return refused(deviceFault, userFault);
    }
    if (deviceFault == null && userFault == null) {
      return Checked.kept(event);
    }
    Who left = new Who(usableDevice ? device : null, usableUser ? user : null, who.mergedId());
    String dropped = deviceFault == null ? USER : DEVICE;
    return new Kept(event.withWho(left), List.of(Note.ID_DROPPED.about(dropped)));
  }

  private static Refused refused(@Nullable String deviceFault, @Nullable String userFault) {
    List<String> faults = new ArrayList<>();
    if (deviceFault != null) {
      faults.add(DEVICE + " " + deviceFault);
    }
    if (userFault != null) {
      faults.add(USER + " " + userFault);
    }
    String field = deviceFault != null ? DEVICE : userFault != null ? USER : "";
    return new Refused(Reason.MISSING_ID, field, String.join("; ", faults));
  }

  private @Nullable String fault(@Nullable String id) {
    return id == null ? null : form.fault(id);
  }
}
