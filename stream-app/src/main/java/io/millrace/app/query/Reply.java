package io.millrace.app.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is said to a query.
 *
 * @param json the body of the answer
 */
record Reply(Outcome outcome, String json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Reply of(Outcome outcome, Map<String, ?> body) {
        try {
            return new Reply(outcome, JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param why for people */
    static Reply unavailable(String why) {
        return unavailable(why, Map.of());
    }

    /** @param more what a program may want to read of it */
    static Reply unavailable(String why, Map<String, ?> more) {
        return error(Outcome.UNAVAILABLE, why + "; ask again", more);
    }

    static Reply error(Outcome outcome, String message) {
        return error(outcome, message, Map.of());
    }

    /** @param more what a program may want to read of the message */
    static Reply error(Outcome outcome, String message, Map<String, ?> more) {
        var body = new LinkedHashMap<String, Object>();
        body.put("error", outcome.code());
        body.put("message", message);
        body.putAll(more);
        return of(outcome, body);
    }

    /** What another instance said. */
    static Reply received(String address, int status, String json) {
        try {
            var said = JSON.readTree(json);
            if (status == Outcome.FOUND.status() && said.hasNonNull("features")) {
                return new Reply(Outcome.FOUND, json);
            }
            Outcome outcome = Outcome.of(said.path("error").asText());
            return outcome.status() == status ? new Reply(outcome, json) : unintelligible(address, status);
        } catch (JsonProcessingException e) {
            return unintelligible(address, status);
        }
    }

    private static Reply unintelligible(String address, int status) {
        return unavailable(
                "instance " + address + ", which has the key, answered with status " + status
                        + " and something else than features",
                Map.of("instance", address));
    }
}
