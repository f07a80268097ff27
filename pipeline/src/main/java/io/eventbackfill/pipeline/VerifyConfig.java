package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.delivery.StoredApi;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.source.ReadSettings;
import io.eventbackfill.verification.Scope;
import io.eventbackfill.verification.StoredForm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A verification, checked and complete.
 *
 * @param runs the runs to verify; none if only files were named
 * @param sent files that were sent
 * @param aside files of what the runs set aside
 * @param stored where what is stored comes from
 * @param mapping how a sent row became an event
 * @param selection the events that were taken
 * @param destination where they went
 * @param form how it stores them
 * @param scope which stored events count that were not sent
 * @param text how text is read
 * @param output folder for results, ending in a slash
 * @param settings the options in force, free of secrets
 */
record VerifyConfig(
    List<SentRun> runs,
    List<InputFile> sent,
    List<InputFile> aside,
    Stored stored,
    Mapping mapping,
    Selection selection,
    Destination destination,
    StoredForm form,
    Scope scope,
    ReadSettings text,
    String output,
    SortedMap<String, String> settings) {

  /**
   * What the vendor holds.
   *
   * @param files of an export; none if the vendor is to be asked
   * @param api whom to ask, and how
   */
  record Stored(List<InputFile> files, Optional<Api> api) {}

  /**
   * The vendor's own answer.
   *
   * @param name the value of {@code --stored}
   * @param asked whom to ask
   * @param requestTimeout how long a read may take
   * @param retry when to ask again
   * @param evenIfYoung ask although the answer need not be whole yet
   */
  record Api(
      String name,
      StoredApi asked,
      Duration requestTimeout,
      RetryPolicy retry,
      boolean evenIfYoung) {}
}
