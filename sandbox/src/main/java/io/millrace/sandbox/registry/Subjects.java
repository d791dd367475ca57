package io.millrace.sandbox.registry;

import com.fasterxml.jackson.core.JacksonException;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.ParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.SimpleParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.Schema;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaRequest;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.schemaregistry.utils.JacksonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Subjects and their versions, kept by Confluent's own in-memory registry; what that one leaves to a server (which
 * compatibility is asked for, what is refused with which code) is here. Safe for use by several threads: what checks and
 * then acts does so under one lock.
 */
final class Subjects {
    private static final String LATEST = "latest";

    private final MockSchemaRegistryClient store = new MockSchemaRegistryClient();
    private final CompatibilityLevels levels = new CompatibilityLevels();

    CompatibilityLevels levels() {
        return levels;
    }

    synchronized Collection<String> names() throws IOException, RestClientException {
        return store.getAllSubjects();
    }

    synchronized SchemaString schemaById(String id) throws IOException, RestClientException {
        try {
            return new SchemaString(store.getSchemaById(Integer.parseInt(id)).canonicalString());
        } catch (NumberFormatException e) {
            throw Refusal.unknownSchema(id);
        } catch (RestClientException e) {
            throw e.getStatus() == 404 ? Refusal.unknownSchema(id) : e;
        }
    }

    synchronized List<Integer> versions(String subject) throws IOException, RestClientException {
        if (!store.getAllSubjects().contains(subject)) {
            throw Refusal.unknownSubject(subject);
        }
        return store.getAllVersions(subject);
    }

    synchronized Schema version(String subject, String version) throws IOException, RestClientException {
        var found = store.getSchemaMetadata(subject, number(subject, version));
        return new Schema(subject, found);
    }

    /** Returns the schema's id, which is the same for the same schema in any subject. */
    synchronized int register(String subject, byte[] request) throws IOException, RestClientException {
        var schema = parse(subject, request);
        var reasons = incompatibilities(subject, schema, history(subject));
        if (!reasons.isEmpty() && !isRegistered(subject, schema)) {
            throw Refusal.incompatible(reasons);
        }
        return store.register(subject, schema);
    }

    synchronized Schema lookUp(String subject, byte[] request) throws IOException, RestClientException {
        var known = versions(subject);
        var schema = parse(subject, request);
        for (var version : known) {
            if (schemaOf(subject, version).equals(schema)) {
                return version(subject, Integer.toString(version));
            }
        }
        throw Refusal.unknownSchema("in subject " + subject);
    }

    synchronized List<Integer> delete(String subject) throws IOException, RestClientException {
        versions(subject);
        return store.deleteSubject(subject, false);
    }

    synchronized int delete(String subject, String version) throws IOException, RestClientException {
        return store.deleteSchemaVersion(subject, Integer.toString(number(subject, version)), false);
    }

    /** Why a schema could not follow what the subject's effective level compares it with; empty if it could. */
    synchronized List<String> incompatibilities(String subject, byte[] request)
            throws IOException, RestClientException {
        return incompatibilities(subject, parse(subject, request), history(subject));
    }

    /** The same against one version; the latest of a subject without versions forbids nothing. */
    synchronized List<String> incompatibilities(String subject, String version, byte[] request)
            throws IOException, RestClientException {
        var schema = parse(subject, request);
        if (isLatest(version) && history(subject).isEmpty()) {
            return List.of();
        }
        return incompatibilities(subject, schema, List.of(schemaOf(subject, number(subject, version))));
    }

    private List<String> incompatibilities(String subject, ParsedSchema schema, List<ParsedSchema> earlier) {
        var holders = new ArrayList<ParsedSchemaHolder>();
        earlier.forEach(one -> holders.add(new SimpleParsedSchemaHolder(one)));
        return schema.isCompatible(levels.effective(subject), holders);
    }

    /** A schema that is there already may be registered again, whatever came after it. */
    private boolean isRegistered(String subject, ParsedSchema schema) throws IOException, RestClientException {
        return history(subject).contains(schema);
    }

    /** All versions of a subject, oldest first; none of an unknown one. */
    private List<ParsedSchema> history(String subject) throws IOException, RestClientException {
        var history = new ArrayList<ParsedSchema>();
        if (store.getAllSubjects().contains(subject)) {
            for (var version : store.getAllVersions(subject)) {
                history.add(schemaOf(subject, version));
            }
        }
        return history;
    }

    private ParsedSchema schemaOf(String subject, int version) throws IOException, RestClientException {
        return store.getSchemaById(store.getSchemaMetadata(subject, version).getId());
    }

    private int number(String subject, String version) throws IOException, RestClientException {
        var known = versions(subject);
        if (isLatest(version)) {
            return known.get(known.size() - 1);
        }
        try {
            var number = Integer.parseInt(version);
            if (number < 1) {
                throw Refusal.invalidVersion(version);
            }
            if (!known.contains(number)) {
                throw Refusal.unknownVersion(version);
            }
            return number;
        } catch (NumberFormatException e) {
            throw Refusal.invalidVersion(version);
        }
    }

    private static boolean isLatest(String version) {
        return version.equals(LATEST) || version.equals("-1");
    }

    private ParsedSchema parse(String subject, byte[] request) throws IOException, RestClientException {
        try {
            var body = JacksonMapper.INSTANCE.readValue(request, RegisterSchemaRequest.class);
            if (body.getSchema() == null) {
                throw Refusal.invalidSchema("none given");
            }
            return store.parseSchema(new Schema(subject, body))
                    .orElseThrow(() -> Refusal.invalidSchema("of type " + body.getSchemaType()));
        } catch (JacksonException e) {
            throw Refusal.invalidSchema(e.getOriginalMessage());
        }
    }
}
