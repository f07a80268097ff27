package io.eventbackfill.model;

import java.io.Serializable;

/**
 * A device and the user it belongs to.
 *
 * @param device the device's id
 * @param user the user's id
 * @param micros when the two were first seen together, in microseconds since 1970 UTC
 */
public record Link(String device, String user, long micros) implements Serializable {}
