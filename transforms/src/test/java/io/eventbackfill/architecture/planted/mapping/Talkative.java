package io.eventbackfill.architecture.planted.mapping;

import com.google.api.client.http.HttpRequest;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;

/** Talks where it must not; an address alone would be allowed. */
record Talkative(Socket socket, HttpClient client, HttpRequest request, URI address) {}
