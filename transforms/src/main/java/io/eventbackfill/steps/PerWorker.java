package io.eventbackfill.steps;

import java.io.Serializable;
import java.util.function.Supplier;

/** Something that is made anew on each worker, since it can't travel. */
public interface PerWorker<T> extends Supplier<T>, Serializable {}
