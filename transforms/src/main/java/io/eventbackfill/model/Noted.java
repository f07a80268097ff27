package io.eventbackfill.model;

/**
 * One note with its subject.
 *
 * @param note what is noted
 * @param subject the field or key it is about; empty for the event as a whole
 */
public record Noted(Note note, String subject) {}
