package io.millrace.sandbox.registry;

import com.fasterxml.jackson.core.JacksonException;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.schemaregistry.utils.JacksonMapper;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which compatibility each subject asks for: its own, or else the registry's. Safe for use by several threads. */
final class CompatibilityLevels {
    private final Map<String, CompatibilityLevel> bySubject = new ConcurrentHashMap<>();
    private volatile CompatibilityLevel global = CompatibilityLevel.BACKWARD;

    CompatibilityLevel global() {
        return global;
    }

    CompatibilityLevel effective(String subject) {
        return bySubject.getOrDefault(subject, global);
    }

    CompatibilityLevel of(String subject, boolean defaultToGlobal) throws RestClientException {
        if (!defaultToGlobal && !bySubject.containsKey(subject)) {
            throw Refusal.noLevelOf(subject);
        }
        return effective(subject);
    }

    CompatibilityLevel set(byte[] request) throws IOException, RestClientException {
        global = level(request);
        return global;
    }

    CompatibilityLevel set(String subject, byte[] request) throws IOException, RestClientException {
        var level = level(request);
        bySubject.put(subject, level);
        return level;
    }

    private static CompatibilityLevel level(byte[] request) throws IOException, RestClientException {
        try {
            var name = JacksonMapper.INSTANCE
                    .readTree(request)
                    .path("compatibility")
                    .asText();
            var level = CompatibilityLevel.forName(name);
            if (level == null) {
                throw Refusal.invalidLevel(name);
            }
            return level;
        } catch (JacksonException e) {
            throw Refusal.invalidLevel(e.getOriginalMessage());
        }
    }
}
