package io.eventbackfill.delivery;

import io.eventbackfill.model.Bytes;
import java.net.URI;
import java.util.Map;

/**
 * A POST request, ready to be sent any number of times with the same bytes.
 *
 * @param uri where to
 * @param headers all headers but the length
 * @param body the body; never to be logged, since vendors want keys inside it
 */
public record HttpRequestSpec(URI uri, Map<String, String> headers, Bytes body) {}
