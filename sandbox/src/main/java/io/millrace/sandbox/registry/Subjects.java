package io.millrace.sandbox.registry;

import com.fasterxml.jackson.core.JacksonException;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.ParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.SimpleParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.schemaregistry.utils.JacksonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.avro.AvroRuntimeException;

/**
 * Subjects and their versions, kept by Confluent's own in-memory registry; what that one leaves to a server (which
 * compatibility is asked for, what is refused with which code) is here. Safe for use by several threads: what checks and
 * then acts does so under one lock.
 */
final class Subjects {
    private final MockSchemaRegistryClient store = new MockSchemaRegistryClient();
    private final CompatibilityLevels levels = new CompatibilityLevels();

    CompatibilityLevels levels() {
        return levels;
    }

    synchronized Collection<String> names() throws IOException, RestClientException {
        return store.getAllSubjects();
    }

    synchronized String schemaById(String id) throws IOException, RestClientException {
        try {
            return store.getSchemaById(Integer.parseInt(id)).canonicalString();
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

    synchronized Version version(String subject, String version) throws IOException, RestClientException {
        var found = store.getSchemaMetadata(subject, number(subject, version));
        return new Version(subject, found.getVersion(), found.getId(), found.getSchema());
    }

    /** Returns the schema's id, which is the same for the same schema in any subject. */
    synchronized int register(String subject, byte[] request) throws IOException, RestClientException {
        var schema = parse(request);
        var reasons = incompatibilities(subject, schema, history(subject));
        if (!reasons.isEmpty() && !isRegistered(subject, schema)) {
            throw Refusal.incompatible(reasons);
        }
        return store.register(subject, schema);
    }

    synchronized Version lookUp(String subject, byte[] request) throws IOException, RestClientException {
        var known = versions(subject);
        var schema = parse(request);
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
        return incompatibilities(subject, parse(request), history(subject));
    }

    /** The same against one version; the latest of a subject without versions forbids nothing. */
    synchronized List<String> incompatibilities(String subject, String version, byte[] request)
            throws IOException, RestClientException {
        var schema = parse(request);
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
        return version.equals("latest") || version.equals("-1");
    }

    private static ParsedSchema parse(byte[] request) throws IOException, RestClientException {
        try {
            var body = JacksonMapper.INSTANCE.readTree(request);
            var type = body.path("schemaType").asText(AvroSchema.TYPE);
            if (!type.equals(AvroSchema.TYPE) || !body.path("references").isEmpty()) {
                throw Refusal.invalidSchema("only Avro without references, not " + type);
            }
            return new AvroSchema(body.path("schema").asText());
        } catch (JacksonException e) {
            throw Refusal.invalidSchema(e.getOriginalMessage());
        } catch (AvroRuntimeException e) {
            throw Refusal.invalidSchema(e.getMessage());
        }
    }

    /** One version of a subject, with its fields named as the API names them. */
    record Version(String subject, int version, int id, String schema) {}
}
