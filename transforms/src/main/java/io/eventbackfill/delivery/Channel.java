package io.eventbackfill.delivery;

/**
 * How one thread reaches a destination.
 *
 * @param destination says what goes over the wire and what the answers mean
 * @param transport sends it
 * @param retry when to try again and when to give up
 * @param waiting time and chance
 * @param listener hears of requests and waits
 */
public record Channel(
    Destination destination,
    HttpTransport transport,
    RetryPolicy retry,
    Waiting waiting,
    DeliveryListener listener) {}
