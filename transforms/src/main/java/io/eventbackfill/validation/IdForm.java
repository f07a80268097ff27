package io.eventbackfill.validation;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What a destination demands of an id. Pure; equal if it demands the same. */
@FunctionalInterface
public interface IdForm extends Serializable {

  /** What is wrong with an id, as the end of a sentence; null if nothing is. */
  @Nullable String fault(String id);
}
