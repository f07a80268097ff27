package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A status and its JSON body. */
record Reply(int status, ObjectNode body) {}
