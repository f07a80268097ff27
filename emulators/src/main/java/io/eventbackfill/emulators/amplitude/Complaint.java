package io.eventbackfill.emulators.amplitude;

/** Things a backfill must never do although Amplitude does not refuse them. */
public enum Complaint {
  /** Amplitude would date the event at its arrival. */
  EVENT_WITHOUT_TIME,
  /** Nothing protects it from being stored twice. */
  EVENT_WITHOUT_INSERT_ID,
  /** Its address becomes the uploader's. */
  EVENT_WITH_REMOTE_IP,
  /** Amplitude would move every event by the age of that value. */
  REQUEST_WITH_CLIENT_UPLOAD_TIME,
  /** The API asks for application/json. */
  REQUEST_WITHOUT_JSON_CONTENT_TYPE,
  /** A later copy of an event differs from the first, which wins. */
  COPY_WITH_OTHER_CONTENT
}
