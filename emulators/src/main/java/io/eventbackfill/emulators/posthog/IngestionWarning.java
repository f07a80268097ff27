package io.eventbackfill.emulators.posthog;

import java.util.Map;
import java.util.UUID;

/**
 * What PostHog tells on its page of ingestion warnings, and tells no sender.
 *
 * @param type such as {@code cannot_merge_already_identified}
 * @param event the event it is about
 * @param details ids and limits, by name
 */
public record IngestionWarning(String type, UUID event, Map<String, String> details) {}
