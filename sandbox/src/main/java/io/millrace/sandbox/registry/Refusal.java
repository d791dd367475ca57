package io.millrace.sandbox.registry;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.jspecify.annotations.Nullable;

/** The registry's refusals, with the HTTP statuses and error codes that Confluent's registry gives. */
final class Refusal {
    private Refusal() {}

    static RestClientException unknownSubject(String subject) {
        return new RestClientException("Subject '" + subject + "' not found.", 404, 40401);
    }

    static RestClientException unknownVersion(String version) {
        return new RestClientException("Version " + version + " not found.", 404, 40402);
    }

    static RestClientException unknownSchema(String which) {
        return new RestClientException("Schema " + which + " not found", 404, 40403);
    }

    static RestClientException noLevelOf(String subject) {
        return new RestClientException(
                "Subject '" + subject + "' does not have subject-level compatibility configured", 404, 40408);
    }

    static RestClientException incompatible(Iterable<String> reasons) {
        return new RestClientException(
                "Schema being registered is incompatible with an earlier schema: " + String.join("; ", reasons),
                409,
                409);
    }

    static RestClientException invalidSchema(@Nullable String why) {
        return new RestClientException("Input schema is an invalid Avro schema: " + why, 422, 42201);
    }

    static RestClientException invalidVersion(String version) {
        return new RestClientException(
                "The specified version '" + version + "' is not a valid version id. Allowed values are between "
                        + "[1, 2^31-1] and the string \"latest\"",
                422,
                42202);
    }

    static RestClientException invalidLevel(String level) {
        return new RestClientException(
                "Invalid compatibility level '" + level + "'. Valid values are none, backward, forward, full, "
                        + "backward_transitive, forward_transitive, and full_transitive",
                422,
                42203);
    }
}
