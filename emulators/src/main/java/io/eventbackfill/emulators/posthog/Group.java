package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A group.
 *
 * @param index place of its type among the project's five, from 0
 * @param properties what {@code $groupidentify} has set so far
 */
public record Group(int index, String type, String key, ObjectNode properties) {}
